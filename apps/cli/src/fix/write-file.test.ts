import { chmodSync, linkSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { type FixFile, readFixFile } from './read-file.ts';
import { writeFixedFile } from './write-file.ts';

async function read(path: string): Promise<FixFile> {
  const file = await readFixFile(path, Readable.from([]));
  if (!('bytes' in file)) throw new TypeError(file.message);
  return file;
}

describe('writing', () => {
  test('replaces the text, keeps the mode and leaves nothing behind', async () => {
    using folder = createFolder({ 'a.yaml': 'a: 1\n' });
    chmodSync(folder.at('a.yaml'), 0o640);
    const { ino } = statSync(folder.at('a.yaml'));
    expect(await writeFixedFile(await read(folder.at('a.yaml')), 'a: 2\n')).toEqual([]);
    const after = statSync(folder.at('a.yaml'));
    expect([readFileSync(folder.at('a.yaml'), 'utf8'), after.mode & 0o7777, after.ino === ino, readdirSync(folder.path)]).toEqual([
      'a: 2\n',
      0o640,
      false,
      ['a.yaml'],
    ]);
  });

  test('a symbolic link stays one', async () => {
    using folder = createFolder({ 'real/a.yaml': 'a: 1\n' });
    symlinkSync('real/a.yaml', folder.at('link.yaml'));
    expect(await writeFixedFile(await read(folder.at('link.yaml')), 'a: 2\n')).toEqual([]);
    expect([lstatSync(folder.at('link.yaml')).isSymbolicLink(), readFileSync(folder.at('real/a.yaml'), 'utf8')]).toEqual([true, 'a: 2\n']);
  });

  test('a file with two names is left alone', async () => {
    using folder = createFolder({ 'a.yaml': 'a: 1\n' });
    linkSync(folder.at('a.yaml'), folder.at('b.yaml'));
    expect(await writeFixedFile(await read(folder.at('a.yaml')), 'a: 2\n')).toEqual([
      {
        code: 'not-written',
        message: 'It has more than one name (hard links), which replacing it would tear apart, so it is left as it is.',
        source: folder.at('a.yaml'),
      },
    ]);
    expect(readFileSync(folder.at('a.yaml'), 'utf8')).toBe('a: 1\n');
  });

  test('a file that changed meanwhile is left alone', async () => {
    using folder = createFolder({ 'a.yaml': 'a: 1\n' });
    const file = await read(folder.at('a.yaml'));
    writeFileSync(folder.at('a.yaml'), 'a: 3\n');
    expect(await writeFixedFile(file, 'a: 2\n')).toEqual([
      {
        code: 'not-written',
        message: 'It was changed while it was judged, so it is left as it is. Run the command again.',
        source: folder.at('a.yaml'),
      },
    ]);
    expect(readFileSync(folder.at('a.yaml'), 'utf8')).toBe('a: 3\n');
  });

  test('a file that is gone is told', async () => {
    const [problem] = await writeFixedFile({ path: '/no/such/a.yaml', bytes: new Uint8Array(), text: '' }, 'a: 2\n');
    expect(problem).toEqual({
      code: 'not-written',
      message: expect.stringMatching(/^It could not be written and is as it was: ENOENT/),
      source: '/no/such/a.yaml',
    });
  });
});

describe('reading', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), 'not-utf-8'],
    ['Latin-1', Uint8Array.of(0x61, 0xe4), 'not-utf-8'],
  ])('%s is refused, since its bytes would not come back', async (_, bytes, code) => {
    using folder = createFolder({ 'a.yaml': bytes });
    expect(await readFixFile(folder.at('a.yaml'), Readable.from([]))).toEqual({
      code,
      message: 'It is not UTF-8 text, so it is left as it is.',
      source: folder.at('a.yaml'),
    });
  });

  test('a byte order mark is part of the text', async () => {
    using folder = createFolder({ 'a.yaml': '\uFEFFa: 1' });
    expect(await readFixFile(folder.at('a.yaml'), Readable.from([]))).toMatchObject({ text: '\uFEFFa: 1' });
  });

  test('a folder is no file, and what is not there is told', async () => {
    using folder = createFolder();
    expect(await readFixFile(folder.path, Readable.from([]))).toMatchObject({ code: 'not-a-file' });
    expect(await readFixFile(folder.at('gone'), Readable.from([]))).toEqual({
      code: 'unreadable-path',
      message: 'There is no such file or folder. Check the path.',
      source: folder.at('gone'),
    });
  });

  test('standard input has an end', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    expect(await readFixFile('-', Readable.from(Array(51).fill(megabyte)))).toMatchObject({ code: 'file-too-large' });
  });
});
