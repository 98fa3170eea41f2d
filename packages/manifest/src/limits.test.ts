import { expect, test } from 'vitest';
import { mayExceedNodes } from './limits.ts';

test.each([
  ['a: 1\n'.repeat(10), 10, false],
  ['a: 1\n'.repeat(11), 10, true],
  ['- a\n'.repeat(11), 10, true],
  ['[a,a,a,a,a,a,a,a,a,a,a]', 10, true],
  ['{{{{{{{{{{{', 10, true],
  ['? a\n'.repeat(11), 10, true],
  ['x'.repeat(1000), 10, false],
  [',,,,,', 5, false],
])('%j, at most %i', (text, max, expected) => {
  expect(mayExceedNodes(text, max)).toBe(expected);
});
