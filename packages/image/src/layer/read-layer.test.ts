import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Cataloger } from '../catalog/cataloger.ts';
import { read, toLayerSource } from '../testing/layers.ts';
import { buildFiles, buildTar } from '../testing/tar.ts';
import { toDigest } from './digest.ts';
import { readLayer } from './read-layer.ts';
import { WorkFolder } from './work-folder.ts';

const TAR = buildFiles({ 'etc/': '', 'etc/a': 'one', 'etc/b': 'x'.repeat(100_000) });
const WRONG = `sha256:${'0'.repeat(64)}`;

/** Tells what it was given. */
const reader: Cataloger = {
  name: 'reader',
  version: 1,
  doc: 'for tests',
  maxBytes: 200_000,
  wants: ({ path }) => path.startsWith('etc/'),
  catalog: files => ({
    sets: files.map(file => ({
      evidence: file.path,
      packages: [{ name: `${file.bytes().length} ${file.text().slice(0, 3)}`, version: '', type: 'generic' }],
    })),
    problems: [],
  }),
};

describe('what a layer holds', () => {
  test.each([
    ['none', TAR],
    ['gzip', gzipSync(TAR)],
    ['gzip', Buffer.concat([gzipSync(TAR.subarray(0, 700)), gzipSync(TAR.subarray(700))])],
    ['zstd', zstdCompressSync(TAR)],
  ] as const)('%s', async (compression, bytes) => {
    const layer = await read(toLayerSource(bytes, { diffId: toDigest(TAR) }), [reader]);
    expect({ ...layer, entries: layer.entries.map(({ path, size }) => [path, size]) }).toStrictEqual({
      digest: toDigest(bytes),
      diffId: toDigest(TAR),
      size: bytes.length,
      tarBytes: TAR.length,
      compression,
      entries: [
        ['etc', 0],
        ['etc/a', 3],
        ['etc/b', 100_000],
      ],
      sets: [
        { cataloger: 'reader', evidence: 'etc/a', packages: [{ name: '3 one', version: '', type: 'generic' }] },
        { cataloger: 'reader', evidence: 'etc/b', packages: [{ name: '100000 xxx', version: '', type: 'generic' }] },
      ],
      owned: [],
      distributions: [],
      secrets: [],
      problems: [],
      complete: true,
    });
  });

  test('a second name of a wanted file has its content', async () => {
    const tar = buildTar([
      { path: 'etc/a', content: 'one' },
      { path: 'etc/z', type: '1', link: 'etc/a' },
      { path: 'etc/y', type: '1', link: 'opt/y' },
    ]);
    const { sets, problems } = await read(toLayerSource(tar), [reader]);
    expect(sets.map(({ evidence, packages }) => [evidence, packages[0]?.name])).toStrictEqual([
      ['etc/a', '3 one'],
      ['etc/z', '3 one'],
    ]);
    expect(problems).toStrictEqual([
      { code: 'file-not-stored', message: 'etc/y is a hard link to opt/y, whose content was not kept', source: 'etc/y' },
    ]);
  });
});

describe('what is wrong with a layer is told, and what was read before it stays', () => {
  const gzip = gzipSync(TAR);
  const flipped = Buffer.from(gzip);
  flipped[60] = (flipped[60] ?? 0) ^ 0xff;

  test.each<[string, Buffer, object, string, number]>([
    ['another digest', TAR, { digest: WRONG }, 'digest-mismatch', 3],
    ['another diff id', gzip, { diffId: WRONG }, 'digest-mismatch', 3],
    ['a digest of no known kind', gzip, { digest: 'md5:00' }, 'document-invalid', 0],
    ['a cut archive', TAR.subarray(0, 9000), {}, 'layer-truncated', 3],
    ['a cut gzip', gzip.subarray(0, gzip.length - 20), {}, 'layer-compression', 0],
    ['flipped bits without a digest', flipped, { digest: undefined }, 'layer-compression', 0],
    ['flipped bits with one', flipped, { digest: toDigest(gzip) }, 'layer-compression', 0],
    ['text', Buffer.from('<html>'.repeat(200)), {}, 'layer-invalid', 0],
  ])('%s', async (_title, bytes, parts, code, least) => {
    const layer = await read(toLayerSource(bytes, parts));
    expect([layer.complete, layer.problems.map(problem => problem.code)]).toStrictEqual([false, [code]]);
    expect(layer.entries.length).toBeGreaterThanOrEqual(least);
  });

  test('a wanted file that is too large', async () => {
    const layer = await read(toLayerSource(buildFiles({ 'etc/c': 'x'.repeat(200_001), 'etc/a': 'one' })), [reader]);
    expect([layer.sets.length, layer.complete, layer.problems]).toStrictEqual([
      1,
      true,
      [{ code: 'file-too-large', message: 'etc/c has 200001 bytes; reader reads files up to 200000', source: 'etc/c' }],
    ]);
  });

  test('a cataloger that fails does not take others with it', async () => {
    const broken: Cataloger = {
      ...reader,
      name: 'broken',
      catalog: () => {
        throw new Error('oops');
      },
    };
    const layer = await read(toLayerSource(TAR), [broken, reader]);
    expect([layer.sets.length, layer.problems]).toStrictEqual([
      2,
      [{ code: 'cataloger-failed', message: 'the cataloger broken failed: oops; please report this', source: 'etc/a' }],
    ]);
  });

  test('a thousand paths that escape are a few problems', async () => {
    const tar = buildTar([...Array.from({ length: 1000 }, (_, index) => ({ path: `../${index}` })), { path: 'ok' }]);
    const layer = await read(toLayerSource(tar));
    expect([layer.entries.length, layer.problems.length, layer.problems.at(-1)]).toStrictEqual([
      1,
      21,
      { code: 'path-escapes', message: 'and 980 more of this kind', source: 'the layer' },
    ]);
  });

  test('a bomb is left after a gigabyte', async () => {
    const zeroes = Buffer.alloc(64 * 1024 * 1024);
    const piece = gzipSync(zeroes);
    const bomb = Buffer.concat([
      gzipSync(buildTar([{ path: 'big', size: 10 * 1024 ** 3 }], false)),
      ...Array.from({ length: 100 }, () => piece),
    ]);
    const layer = await read(toLayerSource(bomb));
    expect([layer.complete, layer.problems.map(({ code }) => code)]).toStrictEqual([false, ['layer-too-large']]);
    expect(layer.tarBytes).toBeLessThan(1.2 * 1024 ** 3);
  });
});

test.each([
  ['none', TAR],
  ['gzip', gzipSync(TAR)],
] as const)('reading stops when it is told to: %s', async (_title, bytes) => {
  using folder = new WorkFolder();
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(readLayer(toLayerSource(bytes), { catalogers: [], folder, name: 'x', signal })).rejects.toThrow('stopped');
});

test('nothing stays on disk', async () => {
  const list = (): readonly string[] =>
    readdirSync(tmpdir()).filter(name => name.startsWith('breakwater-image-') && !name.includes('test'));
  const before = new Set(list());
  await read(toLayerSource(TAR), [reader]);
  await read(toLayerSource(TAR.subarray(0, 9000)), [reader]);
  expect(list().filter(name => !before.has(name))).toStrictEqual([]);
});
