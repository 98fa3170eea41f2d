import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const utf16 = (text: string, swap: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(swap ? bytes.swap16() : bytes);
};

test.each([
  ['a string', 'a: é', 'a: é'],
  ['a string with a byte order mark', '\uFEFFa', 'a'],
  ['UTF-8', new TextEncoder().encode('a: é😀'), 'a: é😀'],
  ['UTF-8 with a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x61]), 'a'],
  ['UTF-16 little endian', utf16('\uFEFFa: é😀', false), 'a: é😀'],
  ['UTF-16 big endian', utf16('\uFEFFa: é😀', true), 'a: é😀'],
  ['nothing', new Uint8Array(), ''],
])('%s', (_, input, text) => {
  expect(decodeText(input)).toBe(text);
});

test.each([
  ['NUL in a string', 'a\0', 'this is not a text file: it holds NUL bytes'],
  ['UTF-16 without a byte order mark', utf16('abc', false), 'this is not a text file: it holds NUL bytes'],
  ['Latin-1', new Uint8Array([0x61, 0x0a, 0x62, 0xe9]), 'this is not a text file: it is not valid UTF-8 from line 2, column 2 on'],
  [
    'half a UTF-16 unit',
    new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x62]),
    'this is not a text file: it is not valid UTF-16LE from line 1, column 2 on',
  ],
  ['gzip', new Uint8Array([0x1f, 0x8b, 0x08, 0x00]), 'this is not a text file: it is not valid UTF-8 from line 1, column 2 on'],
])('refuses %s', (_, input, message) => {
  expect(() => decodeText(input)).toThrow(expect.objectContaining({ code: 'binary-file', message }));
});
