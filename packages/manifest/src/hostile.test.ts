import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Limits } from './limits.ts';
import { toObjects } from './objects.ts';
import { type ManifestFile, readManifest } from './read-manifest.ts';

function read(input: string | Uint8Array, limits: Partial<Limits> = {}): ManifestFile {
  return readManifest(input, { source: 'f.yaml', limits });
}

function summarize({ documents, problems }: ManifestFile): [number, string[]] {
  return [documents.length, problems.map(problem => `${problem.location?.line ?? '-'}: ${problem.message}`)];
}

const laughs = [
  'a1: &a1 [x,x,x,x,x,x,x,x,x,x]',
  ...Array.from(
    { length: 9 },
    (_, index) =>
      `a${index + 2}: &a${index + 2} [${Array(10)
        .fill(`*a${index + 1}`)
        .join(',')}]`,
  ),
].join('\n');
const chain = ['a0: &a0 [x]', ...Array.from({ length: 120 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`)].join('\n');
const staircase = Array.from({ length: 1000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n');
const wide = `x: &x {${Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join(', ')}}\ny: [${'{<<: *x},'.repeat(2000)}]`;
const deep = 'nested deeper than 100 levels';

/** Input, then how many documents are read and which problems are given; each within seconds on a busy machine. */
describe('bounded', () => {
  test.each<[string, string | Uint8Array, number, string[]]>([
    ['billion laughs', laughs, 0, ['6: document 1 cannot be read: its aliases stand for more than 1000000 nodes']],
    ['merges that add up', wide, 0, ['2: document 1 cannot be read: its aliases stand for more than 1000000 nodes']],
    ['a chain of aliases', chain, 0, [`99: document 1 cannot be read: ${deep}`]],
    ['10,000 open brackets', '['.repeat(10_000), 0, [`1: document 1 cannot be read: ${deep}`]],
    ['10,000 open braces', '{a: '.repeat(10_000), 0, [`1: document 1 cannot be read: ${deep}`]],
    ['10,000 dashes', '- '.repeat(10_000), 0, [`1: document 1 cannot be read: ${deep}`]],
    ['10,000 question marks', '? '.repeat(10_000), 0, [`1: document 1 cannot be read: ${deep}`]],
    ['1,000 levels of mappings', staircase, 0, [`100: document 1 cannot be read: ${deep}`]],
    ['100,000 anchors on one node', '&a '.repeat(100_000), 0, ['1: document 1 cannot be read: duplication of an anchor property']],
    [
      'too many nodes',
      '- a\n'.repeat(3_000_001),
      0,
      ['1: document 1 cannot be read: it may hold more than 3000000 values; split it into several documents'],
    ],
    ['more than 50 MiB', 'x'.repeat(50 * 1024 * 1024 + 1), 0, ['-: the file is larger than 52428800 bytes']],
    ['a file of line ends', '\n'.repeat(20_000_000), 0, []],
    ['a comment without end', '#'.repeat(20_000_000), 0, []],
    ['empty documents', '---\n'.repeat(200_000), 0, []],
    ['NUL', 'a: 1\0', 0, ['-: this is not a text file: it holds NUL bytes']],
    ['an ELF file', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), 0, ['-: this is not a text file: it holds NUL bytes']],
    [
      'a very long alias',
      `a: *${'b'.repeat(1_000_000)}`,
      0,
      [`1: document 1 cannot be read: no anchor '&${'b'.repeat(57)}…' stands before this alias`],
    ],
  ])('%s', (_, input, documents, problems) => {
    const start = process.threadCpuUsage();
    const file = read(input);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(3000);
    expect(summarize(file)).toStrictEqual([documents, problems]);
  });

  test('50 MB on one line', () => {
    const [document, ...others] = read(`a: ${'x'.repeat(50_000_000)}`).documents;
    expect(others).toStrictEqual([]);
    expect(document?.value).toStrictEqual({ a: 'x'.repeat(50_000_000) });
    expect(document?.locate(['a'])).toStrictEqual({ line: 1, column: 1, exact: true });
  });

  test('the number of documents', () => {
    expect(summarize(read('---\na: 1\n'.repeat(6), { maxDocuments: 5 }))).toStrictEqual([
      5,
      ['11: the file holds more than 5 documents; the rest is not read'],
    ]);
    expect(summarize(read('{"a":1}\n'.repeat(6), { maxDocuments: 5 }))).toStrictEqual([
      5,
      ['6: the file holds more than 5 documents; the rest is not read'],
    ]);
  });

  test('the number of problems', () => {
    const { problems } = read('a: 1\n'.repeat(100_000));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toStrictEqual({
      code: 'too-many-problems',
      message: 'the file has more than 1000 problems; the rest is not listed',
      source: 'f.yaml',
      location: { file: 'f.yaml', line: 1002, column: 1 },
    });
  });

  test('lines that are indented too little are joined only so often', () => {
    const start = process.threadCpuUsage();
    const text = `a: '${'b\n'.repeat(50_000)}'`;
    expect(read(text).problems.map(({ code, message }) => [code, message])).toStrictEqual([
      ['invalid-yaml', 'document 1 cannot be read: the line is indented less than the value that it belongs to'],
    ]);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(5000);
  });
});

describe('any input ends in a value or a problem', () => {
  function holds(input: string | Uint8Array): void {
    const file = read(input, { maxExpandedNodes: 1000 });
    const found = toObjects(file);
    for (const document of file.documents) {
      expect(document.line).toBeGreaterThanOrEqual(1);
      expect(document.locate(['a', 0, 'b']).line).toBeGreaterThanOrEqual(1);
    }
    for (const problem of [...file.problems, ...found.problems]) expect(problem.message).not.toBe('');
  }

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => holds(bytes)),
      { numRuns: 500 },
    );
  });

  test('random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => holds(text)),
      { numRuns: 500 },
    );
  });

  test('random pieces of YAML', () => {
    const piece = fc.constantFrom(
      '\n',
      '\n  ',
      '\n    ',
      ' ',
      '\t',
      '- ',
      ': ',
      '? ',
      'a',
      'b: ',
      '"',
      "'",
      '|\n',
      '>-\n',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&x ',
      '*x ',
      '<<: ',
      '!t ',
      '!!int ',
      '#c',
      '---\n',
      '...\n',
      '%TAG ',
      '\r',
      '\r\n',
      '\uFEFF',
      '{{',
      '}}',
      '~',
      '1',
      '\\u',
      '\ud800',
      'apiVersion: v1\nkind: List\nitems:\n',
      'metadata: ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => holds(pieces.join(''))),
      { numRuns: 3000 },
    );
  });
});
