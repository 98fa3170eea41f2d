import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTar } from '../testing/tar.ts';
import { readTar } from './tar.ts';

async function read(archive: Uint8Array, maxBytes = 1000): Promise<readonly string[]> {
  const chunks = (async function* () {
    for (let start = 0; start < archive.length; start += 100) yield archive.subarray(start, start + 100);
  })();
  const found: string[] = [];
  try {
    for await (const { name, content } of readTar(chunks, one => one.endsWith('.json'), maxBytes)) found.push(`${name}: ${content}`);
  } catch (cause) {
    found.push(String(cause));
  }
  return found;
}

const ARCHIVE = createTar({ 'a.json': '{}', 'b.txt': 'x', '2026/c.json': '[1]' });

it.each<[title: string, archive: Uint8Array, found: readonly string[]]>([
  ['files that are wanted', ARCHIVE, ['a.json: {}', '2026/c.json: [1]']],
  [
    'one that is too large',
    createTar({ 'a.json': 'x'.repeat(1001), 'b.json': '2' }),
    ['a.json: RangeError: a.json is larger than 1000 bytes', 'b.json: 2'],
  ],
  ['half of it', ARCHIVE.subarray(0, 1100), ['a.json: {}', 'RangeError: it ends in the middle of an archive']],
  ['something else', Buffer.alloc(2000, 'x'), ['RangeError: it is no archive of tar']],
])('%s', async (_, archive, found) => {
  expect(await read(archive)).toEqual(found);
});

it('an entry of more bytes than there may be', async () => {
  const archive = createTar({ 'a.json': '{}' });
  archive.write('777777777777', 124);
  // Twelve octal digits are 64 GiB: the bytes end before.
  expect(await read(archive)).toEqual(['RangeError: it ends in the middle of an archive']);
});

it('names of any length, as GNU and pax write them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-tar-'));
  const name = `${'n'.repeat(150)}.json`;
  writeFileSync(join(folder, name), '{}');
  try {
    for (const format of ['gnu', 'pax']) {
      const archive = execFileSync('tar', ['--format', format, '-C', folder, '-cf', '-', name]);
      expect(await read(archive)).toEqual([`${name}: {}`]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
