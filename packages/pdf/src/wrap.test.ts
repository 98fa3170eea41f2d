import { expect, test } from 'vitest';
import { wrapLines } from './wrap.ts';

/** Wide characters take two columns, others one. */
const measure = (character: string): number => (/[\u3000-\u9fff\uff00-\uffef]/.test(character) ? 2 : 1);

test.each<[string, number, readonly string[]]>([
  ['', 5, ['']],
  ['one two', 10, ['one two']],
  ['one two three', 8, ['one two', 'three']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['a bcdefgh', 3, ['a', 'bcd', 'efg', 'h']],
  ['日本語の文章です', 8, ['日本語の', '文章です']],
  ['読み取り専用。次', 12, ['読み取り専', '用。次']],
  ['設定 readOnlyPort を', 12, ['設定', 'readOnlyPort', 'を']],
])('%j within %i', (text, width, lines) => {
  expect(wrapLines(text, width, measure)).toStrictEqual(lines);
});

test('loses no character, and no line is wider than its width', () => {
  const text = '設定ファイル /var/lib/kubelet/config.yaml の readOnlyPort を 0 にしてください。'.repeat(20);
  for (const width of [2, 3, 7, 20, 61]) {
    const lines = wrapLines(text, width, measure);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    expect(lines.filter(line => [...line].reduce((sum, character) => sum + measure(character), 0) > width)).toStrictEqual([]);
  }
});
