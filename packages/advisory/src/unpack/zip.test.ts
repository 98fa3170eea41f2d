import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createZip } from '../testing/zip.ts';
import { readZip } from './zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(archive: Uint8Array, maxBytes = 1000): readonly string[] {
  const path = join(folder, 'x.zip');
  writeFileSync(path, archive);
  return Array.from(readZip(path), entry => `${entry.name} ${entry.read(maxBytes).toString('utf8').slice(0, 10)}`);
}

const FILES = { 'a.json': '{"a":1}', 'b/c.json': 'x'.repeat(500) };

it('reads what stands in it', () => {
  expect(read(createZip(FILES))).toEqual(['a.json {"a":1}', 'b/c.json xxxxxxxxxx']);
});

/** Where the directory's first entry is. */
const findDirectory = (archive: Buffer) => archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));

function change(archive: Buffer, method: 'writeUInt32LE' | 'writeUInt16LE', value: number, offset: number): Buffer {
  archive[method](value, offset);
  return archive;
}

const cases: [title: string, spoil: (archive: Buffer) => Uint8Array, message: string][] = [
  ['nothing', () => Buffer.alloc(0), 'it is no ZIP archive, or only the beginning of one'],
  ['the beginning of one', archive => archive.subarray(0, 40), 'it is no ZIP archive, or only the beginning of one'],
  [
    'a directory beyond the end',
    archive => change(archive, 'writeUInt32LE', 1e9, archive.length - 6),
    'its directory is out of all proportion',
  ],
  [
    'an entry at another place',
    archive => change(archive, 'writeUInt32LE', 5, findDirectory(archive) + 42),
    'the entry a.json is not where the directory has it',
  ],
  [
    'a size that is a lie',
    archive => change(archive, 'writeUInt32LE', 1e9, findDirectory(archive) + 24),
    'a.json is larger than 1000 bytes',
  ],
  [
    'a compression of no kind',
    archive => change(archive, 'writeUInt16LE', 99, findDirectory(archive) + 10),
    'a.json is compressed in a way that is not known',
  ],
  [
    'entries that overlap',
    archive => {
      const second = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), findDirectory(archive) + 1);
      archive.writeUInt32LE(0, second + 42);
      return archive;
    },
    'the entry b/c.json overlaps another',
  ],
];

it.each(cases)('refuses %s', (_title, spoil, message) => {
  expect(() => read(spoil(createZip(FILES)))).toThrow(message);
});

it('refuses what unpacks to more than is allowed, whatever the directory says', () => {
  const archive = createZip({ 'a.json': 'x'.repeat(100_000) });
  archive.writeUInt32LE(10, findDirectory(archive) + 24);
  expect(() => read(archive)).toThrow(/larger than 1000 bytes|Cannot create a Buffer larger than 1000 bytes/);
});
