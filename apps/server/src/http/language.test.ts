import { expect, test } from 'vitest';
import { readLanguage } from './language.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ja', 'ja'],
  ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
  ['en-GB,en;q=0.9,ja;q=0.8', 'en'],
  ['en;q=0.2, ja;q=0.7', 'ja'],
  ['de, fr;q=0.9, ja;q=0.1', 'ja'],
  ['de', 'en'],
  ['ja;q=nonsense, en', 'en'],
  [';;;,,,', 'en'],
])('%j is %s', (header, language) => {
  expect(readLanguage(header)).toBe(language);
});
