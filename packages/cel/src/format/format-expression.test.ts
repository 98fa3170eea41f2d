import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { mapChildren, parseTree } from '../tree.ts';
import { formatExpression } from './format-expression.ts';

/** The tree without the numbers and places that depend on the text. */
function strip(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner) => (key === 'id' || key === 'offset' ? undefined : typeof inner === 'bigint' ? `${inner}n` : inner)),
  );
}

describe('what is written as it should be stays as it is', () => {
  it.each([
    'a.b.c',
    'a.?b[?c].orValue([])',
    'a.`b-c`.`in`',
    '.a.b',
    'has(a.b) && !has(c.d)',
    '!(a && b) || c',
    '(a || b) && c',
    'a ? b : c ? d : e',
    '(a ? b : c) ? d : e',
    'a ? (b ? c : d) : e',
    'a - (b - c) - d',
    '(a + b) * c % d',
    '-(5)',
    '-5 + 3',
    '(-5).abs()',
    '-a.b',
    '!(-a == b)',
    'a in [\'x\', "y".size()]'.replace('"y"', "'y'"),
    "'it\\'s \\\\ a\\n\\tb\\u0001'",
    "b'\\x00\\xff'",
    '[1, 2u, 3.5, 1e+30, null, true, -0.0]',
    '[?a.?b, c]',
    "{'a': 1, ?'b': c.?d}",
    'a.all(x, x > 0)',
    'a.exists_one(x, x > 0)',
    'a.map(x, x > 0, x + 1)',
    'a.transformList(i, x, i > 0, x)',
    'a.transformMap(k, v, v)',
    'a.transformMapEntry(k, v, {v: k})',
    'cel.bind(x, a + b, x * x)',
    'a.optMap(x, x + 1).optFlatMap(y, y.?z)',
    'size(a)',
    'a.pkg.Type{b: 1}',
    'a == b == c',
    'a == (b == c)',
  ])('%s', source => {
    expect(formatExpression(parseTree(source))).toBe(source);
  });
});

test('what is written otherwise means the same', () => {
  const cases = [
    ['!!a', 'a'],
    ['"x"', "'x'"],
    ['r"\\d"', "'\\\\d'"],
    ['((a))', 'a'],
    ['0x10', '16'],
    ['[1,2,]', '[1, 2]'],
    ['- -a', 'a'],
    ['a.existsOne(x,x)', 'a.exists_one(x, x)'],
  ] as const;
  expect(cases.map(([source]) => formatExpression(parseTree(source)))).toStrictEqual(cases.map(([, expected]) => expected));
});

const binary = (child: fc.Arbitrary<string>) =>
  fc.tuple(child, fc.constantFrom('+', '-', '*', '/', '==', '<', 'in', '&&', '||'), child).map(([a, op, b]) => `(${a}) ${op} (${b})`);

const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b.c', '1', '-2', '2.5', "'x'", 'true', 'null', '[]', '{}'),
    binary(tie('expression')),
    tie('expression').map(a => `!(${a})`),
    tie('expression').map(a => `-(${a})`),
    tie('expression').map(a => `(${a}).f(${a})`),
    tie('expression').map(a => `(${a})[0]`),
    tie('expression').map(a => `has((${a}).x)`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}).map(x, ${b})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
  ),
}));

test('any tree survives being written and parsed', () => {
  fc.assert(
    fc.property(expression, source => {
      const tree = parseTree(source);
      expect(strip(parseTree(formatExpression(tree)))).toStrictEqual(strip(tree));
    }),
    { numRuns: 300 },
  );
});

test('mapping every child to itself changes nothing but the numbers', () => {
  const source = 'cel.bind(x, [a.?b], x.all(y, {y: 1}[y] > 0 ? has(y.z) : !f(y.optMap(q, q)))) && pkg.T{b: c}';
  const tree = parseTree(source);
  expect(strip(mapChildren(tree, child => child))).toStrictEqual(strip(tree));
});

test('text that is no expression has its place in the error', () => {
  expect(() => parseTree('a +')).toThrow(
    expect.objectContaining({
      code: 'parse-failed',
      message: '1:4: unexpected end of expression',
      issues: [expect.objectContaining({ line: 1, column: 4 })],
    }),
  );
});
