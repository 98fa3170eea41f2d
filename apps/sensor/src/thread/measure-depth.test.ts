import fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureDepth } from './measure-depth.ts';

it.each([
  ['1', 0],
  ['"[[["', 0],
  ['"\\"[["', 0],
  ['{}', 1],
  ['{"a":[{"b":1}],"c":[[]]}', 3],
  ['['.repeat(9000) + ']'.repeat(9000), 9000],
])('%s', (json, depth) => {
  expect(measureDepth(json)).toBe(depth);
});

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(count));
}

it('counts as one would by going down', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(measureDepth(JSON.stringify(value))).toBe(count(value));
    }),
  );
});
