import { expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

it.each([
  ['jsonpatch.escapeKey("a")', '"a"'],
  ['jsonpatch.escapeKey("example.com/a~b")', '"example.com~1a~0b"'],
])('%s is %s', (source, outcome) => {
  expect(describeOutcome(source)).toBe(outcome);
});
