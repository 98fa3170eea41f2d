import { expect, it } from 'vitest';
import { parseErrorCodes } from './reference-errors.ts';

const cases: [title: string, source: string, codes: [code: string, meaning: string][]][] = [
  ['no union', "export type Kind = 'a' | 'b';", []],
  [
    'one line',
    "export type AErrorCode = 'a-b' | 'c';",
    [
      ['a-b', ''],
      ['c', ''],
    ],
  ],
  ['one code', "export type AErrorCode = 'a';\nexport class AError {}", [['a', '']]],
  [
    'a comment before each member',
    "export type AErrorCode =\n  /** The file\n   * is gone. */\n  | 'gone'\n  | 'plain'\n  /** Two. */\n  | 'two';",
    [
      ['gone', 'The file is gone.'],
      ['plain', ''],
      ['two', 'Two.'],
    ],
  ],
  [
    'a list before the union',
    "/**\n * Codes.\n * - `gone`: the file\n *   is gone\n * - `two`: a `quoted` - word\n */\nexport type AErrorCode = 'gone' | 'two' | 'three';",
    [
      ['gone', 'the file is gone'],
      ['two', 'a `quoted` - word'],
      ['three', ''],
    ],
  ],
  [
    'two unions',
    "export type AErrorCode = 'a';\n/** - `b`: bee */\nexport type BErrorCode = 'b';",
    [
      ['a', ''],
      ['b', 'bee'],
    ],
  ],
];

it.each(cases)('%s', (_title, source, codes) => {
  expect(parseErrorCodes(source).map(({ code, meaning }) => [code, meaning])).toEqual(codes);
});
