import { expect, test } from 'vitest';
import { readWarnings } from './warnings.ts';

test.each([
  ['none', undefined, []],
  ['one', '299 - "would violate PodSecurity"', ['would violate PodSecurity']],
  ['several in one header', '299 - "a", 299 - "b, c"', ['a', 'b, c']],
  ['several headers', ['299 - "a"', '299 kube "b"'], ['a', 'b']],
  ['quotes and backslashes', String.raw`299 - "pod \"a\" of \\b"`, [String.raw`pod "a" of \b`]],
  ['another code', '199 - "old"', []],
  ['no end', `299 - "${'\\"'.repeat(50_000)}`, []],
  ['too many', Array.from({ length: 100 }, () => '299 - "a"'), Array.from({ length: 64 }, () => 'a')],
])('%s', (_, header, warnings) => {
  expect(readWarnings(header)).toStrictEqual(warnings);
});
