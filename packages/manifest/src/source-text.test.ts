import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SourceText } from './source-text.ts';

test.each([
  ['empty text', '', 0, 1, 1],
  ['first character', 'ab', 0, 1, 1],
  ['end of a line', 'ab\ncd', 2, 1, 3],
  ['LF', 'ab\ncd', 3, 2, 1],
  ['CR LF', 'ab\r\ncd', 5, 2, 2],
  ['CR', 'ab\rcd', 4, 2, 2],
  ['empty lines', '\n\n\n', 3, 4, 1],
  ['UTF-16 units', 'é😀x', 3, 1, 4],
  ['beyond the end', 'ab', 99, 1, 3],
  ['before the start', 'ab', -1, 1, 1],
])('%s', (_, text, offset, line, column) => {
  expect(new SourceText('f', text).locate(offset)).toStrictEqual({ line, column });
});

test('checkpoints agree with counting from the start', () => {
  const piece = fc.constantFrom('\n', '\r\n', '\r', 'x', 'x'.repeat(700), '\n'.repeat(700), '\r'.repeat(3));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, seed) => {
      const text = pieces.join('');
      const offset = seed % (text.length + 1);
      const before = text.slice(0, offset).split(text[offset] === '\n' ? /\r\n|\n|\r(?!$)/ : /\r\n|\n|\r/);
      expect(new SourceText('f', text).locate(offset)).toStrictEqual({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
    }),
  );
});
