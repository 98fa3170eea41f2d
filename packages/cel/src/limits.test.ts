import { describe, expect, it } from 'vitest';
import { compile } from './program.ts';
import { declare, describeOutcome } from './testing/outcome.ts';
import { parseType } from './types.ts';

const environment = declare({ variables: { object: parseType('dyn'), text: parseType('string') } });

/** The cost of an evaluation, read from a shared budget. */
function measureCost(source: string, bindings: Record<string, unknown> = {}): number {
  const budget = { remaining: 1e9 };
  compile(environment, source).evaluate(bindings, { costLimit: 1e9, budget });
  return 1e9 - budget.remaining;
}

describe('cost follows cel-go', () => {
  it.each([
    ['1 + 2', {}, 0],
    ['object', { object: 1 }, 1],
    ['object.a.b', { object: { a: { b: 1 } } }, 3],
    ['has(object.a)', { object: {} }, 1],
    ['object == 1', { object: 1 }, 2],
    ['object && true', { object: true }, 1],
    ['text == text', { text: 'a'.repeat(100) }, 12],
    ['text.startsWith("abc")', { text: 'abc' }, 2],
    ['text.contains("abcdefghijk")', { text: 'a'.repeat(100) }, 21],
    ['text.matches("^a{3}b")', { text: 'a'.repeat(99) }, 21],
    ['text + text', { text: 'a'.repeat(100) }, 22],
    ['[object]', { object: 1 }, 11],
    ['{"a": object}', { object: 1 }, 31],
    ['"x" in object', { object: ['a', 'b', 'c'] }, 4],
    ['object.all(x, true)', { object: [1, 2] }, 8],
    ['object.exists(x, false)', { object: [1, 2] }, 10],
    ['object.map(x, x)', { object: [1, 2] }, 28],
  ])('%s costs %3$s', (source, bindings, cost) => {
    expect(measureCost(source, bindings)).toBe(cost);
  });
});

describe('no expression runs away', () => {
  const exceeded = 'cost-exceeded: evaluation costs more than 1000000';
  it.each([
    ['a loop', 'lists.range(400000).all(x, true)'],
    ['loops in loops', 'lists.range(1000).all(x, lists.range(1000).all(y, true))'],
    ['a long list', 'lists.range(100000000)'],
    ['a list that doubles', doubleOften('[1, 2, 3, 4, 5, 6, 7, 8]')],
    ['a string that doubles', doubleOften('"0123456789abcdef"')],
    ['formatting a large value often', 'lists.range(1000).map(i, "%s".format([text]))'],
    ['searching a large list often', 'lists.range(2000).all(x, !(-1 in lists.range(2000)))'],
    ['a set of sets', 'sets.contains(lists.range(2000), lists.range(2000))'],
  ])('%s', (_, source) => {
    expect(describeOutcome(source, { text: 'x'.repeat(100_000) }, environment)).toBe(exceeded);
  });

  it('not even when another operand would decide', () => {
    expect(describeOutcome('lists.range(400000).all(x, true) || true', {}, environment)).toBe(exceeded);
  });

  it('stops at the limit it is given, and at the end of a shared budget', () => {
    const program = compile(environment, 'object.all(x, x > 0)');
    const bindings = { object: [1, 2, 3] };
    expect(describeOutcome(program.source, bindings, environment, { costLimit: 5 })).toBe('cost-exceeded: evaluation costs more than 5');
    const budget = { remaining: 40 };
    program.evaluate(bindings, { budget });
    expect(budget.remaining).toBe(23);
    program.evaluate(bindings, { budget });
    expect(budget.remaining).toBe(6);
    expect(() => program.evaluate(bindings, { budget })).toThrow('evaluation costs more than 6');
    expect(budget.remaining).toBe(0);
  });

  it('bounds what one call may build', () => {
    const text = 'a'.repeat(1_000_000);
    expect(describeOutcome('text.replace("a", "0123456789abcdefghij")', { text }, environment)).toBe(
      'evaluation-failed: 1:6: string would be longer than 16777216',
    );
  });

  it('refuses values nested too deeply for the stack', () => {
    let object: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) object = [object];
    expect(describeOutcome('object == object', { object }, environment)).toBe(
      'evaluation-failed: a value is nested too deeply or too large',
    );
  });
});

function doubleOften(start: string): string {
  const names = Array.from({ length: 24 }, (_, index) => `v${index}`);
  const inner = `size(${names.at(-1)}) > 0`;
  return names.reduceRight(
    (body, name, index) => `cel.bind(${name}, ${index === 0 ? start : `${names[index - 1]} + ${names[index - 1]}`}, ${body})`,
    inner,
  );
}
