import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines } from './lines.ts';

async function* toStream(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

async function collect(chunks: readonly (string | Buffer)[], maxBytes = 100): Promise<readonly (string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const line of readLines(toStream(chunks.map(chunk => Buffer.from(chunk))), maxBytes)) lines.push(line);
  return lines;
}

it.each([
  ['whole lines', ['a\nb\n'], ['a', 'b']],
  ['lines cut anywhere', ['a', 'b\nc', '\n'], ['ab', 'c']],
  ['empty lines', ['\n\n'], ['', '']],
  ['nothing', [], []],
  ['a line that is too long', [`${'x'.repeat(101)}\nshort\n`], [undefined, 'short']],
  ['a long line in many chunks', [...Array.from({ length: 500 }, () => 'x'.repeat(50)), '\nshort\n'], [undefined, 'short']],
])('cuts %s', async (_name, chunks, lines) => {
  expect(await collect(chunks)).toEqual(lines);
});

it('says so when the stream ends within a line', async () => {
  await expect(collect(['a\nb'])).rejects.toMatchObject({
    code: 'cluster-unreachable',
    message: 'the stream ended in the middle of a line',
  });
});

it('gives the same lines however bytes are cut into chunks', async () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme', maxLength: 20 }).map(text => text.replaceAll('\n', ' ')),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(words, fc.array(fc.nat({ max: 30 })), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
      const chunks: Buffer[] = [];
      let rest = bytes;
      for (const cut of cuts) {
        chunks.push(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      expect(await collect([...chunks, rest], 1000)).toEqual(lines);
    }),
  );
});
