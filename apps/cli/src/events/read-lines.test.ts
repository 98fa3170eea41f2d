import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

async function read(chunks: readonly string[], most = 10) {
  const lines: unknown[] = [];
  for await (const { number, text } of readLines(streamOf(chunks), most)) lines.push([number, text]);
  return lines;
}

async function* streamOf(chunks: readonly string[]) {
  for (const chunk of chunks) yield new TextEncoder().encode(chunk);
}

test.each([
  [
    ['a\nb\n'],
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  [
    ['a\r\n', '\n', ' b'],
    [
      [1, 'a'],
      [3, 'b'],
    ],
  ],
  [
    ['ab', 'c\nd'],
    [
      [1, 'abc'],
      [2, 'd'],
    ],
  ],
  [
    ['x'.repeat(6), 'x'.repeat(6), '\nb'],
    [
      [1, undefined],
      [2, 'b'],
    ],
  ],
  [['x'.repeat(11)], [[1, undefined]]],
  [[], []],
])('%j', async (chunks, lines) => {
  expect(await read(chunks)).toStrictEqual(lines);
});

test('a character that is cut by a chunk stays whole', async () => {
  const bytes = new TextEncoder().encode('é');
  async function* cut() {
    yield bytes.subarray(0, 1);
    yield bytes.subarray(1);
  }
  const lines: unknown[] = [];
  for await (const { text } of readLines(cut(), 10)) lines.push(text);
  expect(lines).toStrictEqual(['é']);
});
