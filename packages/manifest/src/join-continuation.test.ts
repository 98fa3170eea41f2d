import { expect, test } from 'vitest';
import { joinContinuation } from './join-continuation.ts';

test.each([
  ['a closing bracket', 'a: [\n  b\n|]', 'a: [\n  b |]'],
  ['CR LF', 'a: [\r\n  b\r\n|]', 'a: [\r\n  b  |]'],
  ['indentation', 'a: [\n  b\n  |]', 'a: [\n  b   |]'],
  ['comments between', 'a: [\n  b, # c\n\n  # d\n|]', `a: [\n  b,${' '.repeat(12)}|]`],
  ['a # inside quotes', 'a: ["x #y",\n|]', 'a: ["x #y", |]'],
  ['an escaped quote', 'a: ["x\\" #y",\n|]', 'a: ["x\\" #y", |]'],
  ['a # inside a word', 'a: [b#c,\n|]', 'a: [b#c, |]'],
  ['nothing to join', 'a: [ |]', 'a: [ |]'],
  ['nothing before', '\n|]', ' |]'],
])('%s', (_, text, expected) => {
  const position = text.indexOf('|');
  expect(joinContinuation(text.replace('|', ''), position)).toBe(expected.replace('|', ''));
});
