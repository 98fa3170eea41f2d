import { expect, test } from 'vitest';
import { parsePattern, selectTags } from './pattern.ts';

test.each([
  ['registry.example:5000/shop/cart', { repository: 'registry.example:5000/shop/cart', tags: undefined }],
  ['registry.example:5000/shop/cart:1.4', { repository: 'registry.example:5000/shop/cart:1.4', tags: undefined }],
  ['shop/cart:1.*', { repository: 'shop/cart', tags: '1.*' }],
  [`shop/cart@sha256:${'a'.repeat(64)}`, { repository: `shop/cart@sha256:${'a'.repeat(64)}`, tags: undefined }],
])('%s', (text, expected) => {
  expect(parsePattern(text)).toStrictEqual(expected);
});

test.each<[pattern: string, tags: readonly string[], chosen: readonly string[]]>([
  ['*', ['1.9', '1.10', 'latest', '1.2'], ['latest', '1.10', '1.9', '1.2']],
  ['1.*', ['1.9', '11.0', '1.', '2.1.3'], ['1.9', '1.']],
  ['v*-alpine*', ['v1-alpine', 'v2-alpine3.20', 'v1', 'alpine', 'v-alpine'], ['v2-alpine3.20', 'v1-alpine', 'v-alpine']],
  ['a*a', ['a', 'aa', 'aba', 'ab'], ['aba', 'aa']],
  ['*a*a*a*a*b', ['a'.repeat(128)], []],
  ['*', Array.from({ length: 30 }, (_, index) => `1.${index}`), Array.from({ length: 20 }, (_, index) => `1.${29 - index}`)],
])('%s of %j', (pattern, tags, chosen) => {
  expect(selectTags(pattern, tags)).toStrictEqual(chosen);
});
