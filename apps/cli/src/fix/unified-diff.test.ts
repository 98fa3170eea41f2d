import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderUnifiedDiff } from './unified-diff.ts';

const lines = (...texts: readonly string[]) => texts.map(text => `${text}\n`).join('');

describe('a difference reads as diff -u writes it', () => {
  test.each<[string, string, string, string]>([
    ['nothing', lines('a'), lines('a'), ''],
    ['a line added', lines('a', 'b'), lines('a', 'x', 'b'), lines('--- f', '+++ f', '@@ -1,2 +1,3 @@', ' a', '+x', ' b')],
    ['a line removed', lines('a', 'x', 'b'), lines('a', 'b'), lines('--- f', '+++ f', '@@ -1,3 +1,2 @@', ' a', '-x', ' b')],
    [
      'a line changed',
      lines('1', '2', '3', '4', 'a', '5', '6', '7', '8'),
      lines('1', '2', '3', '4', 'b', '5', '6', '7', '8'),
      lines('--- f', '+++ f', '@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-a', '+b', ' 5', ' 6', ' 7'),
    ],
    ['all of it', '', lines('a'), lines('--- f', '+++ f', '@@ -0,0 +1,1 @@', '+a')],
    [
      'no line end',
      'a',
      'a\nb',
      lines('--- f', '+++ f', '@@ -1,1 +1,2 @@', '-a', '\\ No newline at end of file', '+a', '+b', '\\ No newline at end of file'),
    ],
    [
      'two places far apart',
      lines('a', ...'12345678', 'b'),
      lines('x', ...'12345678', 'y'),
      lines('--- f', '+++ f', '@@ -1,4 +1,4 @@', '-a', '+x', ' 1', ' 2', ' 3', '@@ -7,4 +7,4 @@', ' 6', ' 7', ' 8', '-b', '+y'),
    ],
    [
      'two places near each other',
      lines('a', ...'123456', 'b'),
      lines('x', ...'123456', 'y'),
      lines('--- f', '+++ f', '@@ -1,8 +1,8 @@', '-a', '+x', ' 1', ' 2', ' 3', ' 4', ' 5', ' 6', '-b', '+y'),
    ],
    ['a carriage return', 'a\r\nb\r\n', 'a\r\nc\r\n', '--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n'],
  ])('%s', (_, before, after, diff) => {
    expect(renderUnifiedDiff('f', before, after)).toBe(diff);
  });
});

/** Applies a difference to the old text; throws where a line does not fit. */
function patch(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const body = diff
    .replace(/\n\\ No newline at end of file\n/g, '\u0000')
    .split(/(?<=[\n\0])/)
    .map(line => line.replace('\0', ''));
  const result: string[] = [];
  let at = 0;
  for (const line of body.slice(2)) {
    const start = /^@@ -(\d+),(\d+) /.exec(line);
    if (start !== null) {
      const from = Number(start[1]) - (start[2] === '0' ? 0 : 1);
      while (at < from) result.push(old[at++] ?? '');
    } else if (line.startsWith('+')) result.push(line.slice(1));
    else {
      if (old[at] !== line.slice(1)) throw new TypeError(`${JSON.stringify(old[at])} is not ${JSON.stringify(line)}`);
      at++;
      if (line.startsWith(' ')) result.push(line.slice(1));
    }
  }
  return [...result, ...old.slice(at)].join('');
}

test('a difference leads from one text to the other', () => {
  const text = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', '---'), { maxLength: 40 }), fc.constantFrom('', '\n'))
    .map(([words, end]) => words.join('\n') + end);
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = renderUnifiedDiff('f', before, after);
      expect(diff === '' ? before : patch(before, diff)).toBe(after);
    }),
    { numRuns: 1000 },
  );
});

test('texts that have little in common are shown one after the other', () => {
  const text = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word}${index}\n`).join('');
  const diff = renderUnifiedDiff('f', text('a'), text('b')).split('\n');
  expect([diff.length, diff[2], diff[3], diff[5003]]).toStrictEqual([10_004, '@@ -1,5000 +1,5000 @@', '-a0', '+b0']);
});

test('a file of many documents is compared document by document', () => {
  const text = (word: string) => Array.from({ length: 3000 }, (_, index) => `---\na: ${index}\nb: ${word}\n`).join('');
  const diff = renderUnifiedDiff('f', text('x'), text('y')).split('\n');
  expect(diff.filter(line => line.startsWith('-b') || line.startsWith('+b')).slice(0, 4)).toStrictEqual([
    '-b: x',
    '+b: y',
    '-b: x',
    '+b: y',
  ]);
});
