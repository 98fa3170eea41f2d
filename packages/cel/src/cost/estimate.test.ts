import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CelError } from '../errors.ts';
import { compile } from '../program.ts';
import { declare, describeOutcome } from '../testing/outcome.ts';
import { parseType } from '../types.ts';

const environment = declare({
  variables: { object: parseType('dyn'), text: parseType('string'), list: parseType('list(int)'), map: parseType('map(string, int)') },
});

describe('bounds of what an expression costs', () => {
  const most = { text: 3 * 1024 * 1024, list: 1_572_864 };
  it.each<[string, number, number]>([
    ['1 + 2', 0, 1],
    ['object', 1, 1],
    ['object.a.b', 3, 3],
    ['has(object.a)', 1, 1],
    ['object && true', 1, 1],
    ['[object]', 11, 11],
    ['{"a": object}', 31, 31],
    ['text.startsWith("abc")', 2, 2],
    ['text + text', 3, 2 + Math.ceil(most.text * 0.2)],
    ['[1, 2].all(x, object)', 5, 19],
    ['[1, 2].map(x, x)', 27, 37],
    ['list.map(x, x)', 2, 2 + 13 * most.list],
    ['list.filter(x, x > 1)', 2, 2 + 15 * most.list],
    ['object.all(x, x.all(y, y))', 2, 2 + most.text * (3 + 2 + 4 * most.text)],
  ])('%s: %i to %i', (source, min, max) => {
    expect(compile(environment, source, { allowDyn: true }).cost).toStrictEqual({ min, max });
  });

  it.each<[string, string]>([
    ['lists.range(100000).map(x, x)', '1:21: costs at least 1300001, and an evaluation may cost 1000000'],
    ['object.a == 1 &&\n lists.range(100000).map(x, x).size() > 1', ''],
    ['lists.range(100000).map(x, x).size() > 1', '1:21: costs at least 1300003, and an evaluation may cost 1000000'],
    [
      'lists.range(2000).map(x, lists.range(2000).map(y, y)).size() > 1',
      '1:19: costs at least 52026003, and an evaluation may cost 1000000',
    ],
    ['lists.range(2000).all(x, lists.range(2000).all(y, y > -1))', ''],
  ])('%s', (source, message) => {
    const refused = describeOutcome(source, { object: { a: 0 } }, environment);
    if (message === '') expect(refused).not.toContain('costs at least');
    else expect(refused).toBe(`cost-exceeded: ${message}`);
    expect(() => compile(environment, source, { allowCostly: true })).not.toThrow();
  });
});

/** Well-typed expressions over values of an object. */
const expressions = fc.letrec<Record<'int' | 'string' | 'list' | 'bool', string>>(tie => {
  const pick = (...choices: fc.Arbitrary<string>[]) =>
    fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...(choices as [fc.Arbitrary<string>]));
  return {
    int: pick(
      fc.constantFrom('1', 'x', 'map["a"]', 'object.n'),
      tie('string').map(text => `size(${text})`),
      tie('list').map(list => `${list}.size()`),
      fc.tuple(tie('int'), tie('int')).map(([left, right]) => `(${left} + ${right})`),
      fc.tuple(tie('bool'), tie('int'), tie('int')).map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
    ),
    string: pick(
      fc.constantFrom('text', '"abc"', '"abcdefghijklmnop"', 'object.s'),
      fc.tuple(tie('string'), tie('string')).map(([left, right]) => `(${left} + ${right})`),
      tie('string').map(text => `${text}.lowerAscii()`),
      fc.tuple(tie('string'), tie('string')).map(([left, right]) => `${left}.replace("b", ${right})`),
    ),
    list: pick(
      fc.constantFrom('list', '[1, 2, 3]', 'lists.range(4)'),
      fc.array(tie('int'), { maxLength: 3 }).map(elements => `[${elements.join(', ')}]`),
      fc.tuple(tie('list'), tie('int')).map(([list, body]) => `${list}.map(x, ${body})`),
      fc.tuple(tie('list'), tie('bool')).map(([list, body]) => `${list}.filter(x, ${body})`),
      fc.tuple(tie('list'), tie('list')).map(([left, right]) => `(${left} + ${right})`),
      tie('list').map(list => `${list}.sort()`),
    ),
    bool: pick(
      fc.constantFrom('object.b == true', '"a" in map'),
      fc.tuple(tie('int'), fc.constantFrom('<', '==', '!='), tie('int')).map(parts => parts.join(' ')),
      fc
        .tuple(tie('string'), fc.constantFrom('contains', 'startsWith', 'matches'), tie('string'))
        .map(([left, name, right]) => `${left}.${name}(${right})`),
      fc
        .tuple(tie('list'), fc.constantFrom('all', 'exists', 'exists_one'), tie('bool'))
        .map(([list, name, body]) => `${list}.${name}(x, ${body})`),
      fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(tie('int'), tie('list')).map(([value, list]) => `${value} in ${list}`),
      fc.tuple(tie('int'), tie('bool')).map(([value, body]) => `cel.bind(x, ${value}, ${body})`),
    ),
  };
});

it('what an evaluation costs lies between the bounds', () => {
  const bindings = {
    text: 'Some text of the object, long enough to count',
    list: [3, 1, 2],
    map: { a: 1 },
    object: { n: 2, s: 'word', b: true },
    x: 1,
  };
  const open = declare({ variables: Object.fromEntries([...environment.variables, ['x', parseType('int')]]) });
  let evaluated = 0;
  fc.assert(
    fc.property(expressions.bool, source => {
      const program = compile(open, source);
      const budget = { remaining: 1e9 };
      try {
        program.evaluate(bindings, { budget });
      } catch (thrown) {
        if (thrown instanceof CelError) return;
        throw thrown;
      }
      evaluated++;
      const cost = 1e9 - budget.remaining;
      expect(program.cost.min).toBeLessThanOrEqual(cost);
      expect(program.cost.max).toBeGreaterThanOrEqual(cost);
    }),
    { numRuns: 3000 },
  );
  expect(evaluated).toBeGreaterThan(2000);
});
