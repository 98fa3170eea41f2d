import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPaint, measureWidth, padEnd, stripControls, wrapText } from './style.ts';

describe('wrapText', () => {
  test.each<[string, number, readonly string[]]>([
    ['', 10, []],
    ['   ', 10, []],
    ['one', 10, ['one']],
    ['one two three', 10, ['one two', 'three']],
    ['one two three', 7, ['one two', 'three']],
    ['one  two', 20, ['one  two']],
    ['  one', 20, ['one']],
    ['one   two', 5, ['one', 'two']],
    ['unbreakablelongword and more', 8, ['unbreakablelongword', 'and more']],
    ['コンテナは特権で動きます', 10, ['コンテナは', '特権で動き', 'ます']],
    ['コンテナは特権で動きます', 11, ['コンテナは', '特権で動き', 'ます']],
    ['あいう。えお', 6, ['あい', 'う。え', 'お']],
    ['あいう、え', 6, ['あい', 'う、え']],
    ['サーバー', 6, ['サー', 'バー']],
    ['ポッド ネットワーク', 8, ['ポッド', 'ネット', 'ワーク']],
    ['spec.x を true にします', 9, ['spec.x を', 'true にし', 'ます']],
    ['コンテナ app は', 100, ['コンテナ app は']],
    ['한국어 텍스트', 7, ['한국어', '텍스트']],
  ])('%j in %i columns', (text, width, lines) => {
    expect(wrapText(text, width)).toStrictEqual(lines);
  });

  test('no line is too wide unless one piece is, and nothing but spaces is lost', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '長', '。', 'ー', 'あ', '1'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 40 }), (sample, width) => {
        const lines = wrapText(sample, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(sample.replaceAll(' ', ''));
        const tooWide = lines.filter(line => measureWidth(line) > width);
        expect(tooWide.filter(line => !/^\S+$/.test(line))).toStrictEqual([]);
        expect(lines.filter(line => line !== line.trim() || line === '')).toStrictEqual([]);
      }),
    );
  });

  test('a text without end takes no time without end', () => {
    const start = process.threadCpuUsage();
    for (const text of ['a'.repeat(1_000_000), '長'.repeat(200_000), ' '.repeat(1_000_000), 'a '.repeat(200_000), '。'.repeat(200_000)])
      wrapText(text, 80);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(4000);
  });
});

test.each<[string, number]>([
  ['', 0],
  ['abc', 3],
  ['日本語', 6],
  ['ａ', 2],
  ['ｱ', 1],
  ['한', 2],
  ['𠮷', 2],
  ['é', 1],
])('%j takes %i columns', (text, width) => {
  expect(measureWidth(text)).toBe(width);
  expect(measureWidth(padEnd(text, 10))).toBe(10);
});

test.each<[string, string]>([
  ['plain 長', 'plain 長'],
  ['a\nb\tc\r', 'a b c '],
  ['\u001b[31mred\u001b[0m', ' [31mred [0m'],
  ['\u009b31m', ' 31m'],
  ['a\u202eb\u2066c\u200fd', 'a b c d'],
  ['a\u2028b', 'a b'],
  ['\ud800', '\ufffd'],
  ['👩‍💻', '👩‍💻'],
])('stripControls(%j)', (text, expected) => {
  expect(stripControls(text)).toBe(expected);
});

test('paint', () => {
  expect([createPaint(true)('red', 'x'), createPaint(false)('red', 'x')]).toStrictEqual(['\u001b[31mx\u001b[0m', 'x']);
});
