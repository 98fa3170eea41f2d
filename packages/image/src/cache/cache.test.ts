import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cataloger } from '../catalog/cataloger.ts';
import { ImageError } from '../errors.ts';
import { toDigest } from '../layer/digest.ts';
import { createFolder } from '../testing/images.ts';
import { inspect } from '../testing/inspect.ts';
import { read, toLayerSource } from '../testing/layers.ts';
import { buildTar } from '../testing/tar.ts';
import { CacheFolder } from './cache-folder.ts';
import { packLayer, unpackLayer } from './pack-layer.ts';

test('texts by key, for this user alone', () => {
  using folder = createFolder();
  const cache = new CacheFolder(folder.at('cache'));
  expect(cache.read('a')).toBeUndefined();
  cache.write('a', Buffer.from('text'));
  expect([cache.read('a')?.toString(), cache.read('b'), new CacheFolder(folder.at('cache')).read('a')?.toString()]).toStrictEqual([
    'text',
    undefined,
    'text',
  ]);
  const modes = readdirSync(folder.at('cache')).map(name => statSync(join(folder.at('cache'), name)).mode & 0o777);
  expect([modes, statSync(folder.at('cache')).mode & 0o777]).toStrictEqual([[0o600, 0o600], 0o700]);
});

test('a text that was damaged is as if it were not there', () => {
  using folder = createFolder();
  const cache = new CacheFolder(folder.at('cache'));
  cache.write('a', Buffer.from('text'));
  const [file = ''] = readdirSync(folder.at('cache')).filter(name => name !== 'salt');
  writeFileSync(join(folder.at('cache'), file), 'junk');
  expect(cache.read('a')).toBeUndefined();
});

test('what was not used for longest goes first', () => {
  using folder = createFolder();
  const cache = new CacheFolder(folder.at('cache'), 2500);
  for (const key of ['a', 'b', 'c']) {
    cache.write(key, randomBytes(1000));
    const before = new Date(Date.now() - 100_000);
    for (const name of readdirSync(folder.at('cache'))) utimesSync(join(folder.at('cache'), name), before, before);
    cache.read('a');
  }
  expect(['a', 'b', 'c'].filter(key => cache.read(key) !== undefined)).toStrictEqual(['a', 'c']);
});

test('a folder that cannot be used', () => {
  using folder = createFolder({ file: 'x' });
  expect(() => new CacheFolder(folder.at('file'))).toThrow(
    new ImageError('cache-unusable', `the cache folder ${folder.at('file')} cannot be used`),
  );
});

test('a layer is kept as it is', async () => {
  const tar = buildTar([
    { path: 'usr/bin/x', content: 'abc', mode: 0o4755, pax: { 'SCHILY.xattr.security.capability': Buffer.from([1, 2, 255]) } },
    { path: 'usr/bin/y', type: '2', link: 'x' },
    { path: 'ü\n/z', type: '5', mode: 0o755 },
  ]);
  const layer = await read(toLayerSource(tar, { diffId: toDigest(tar) }));
  const { digest: _a, diffId: _b, size: _c, ...kept } = layer;
  expect(unpackLayer(packLayer(layer, 'key'), 'key')).toStrictEqual(kept);
  expect(unpackLayer(packLayer(layer, 'key'), 'another')).toBeUndefined();
});

test('any members', () => {
  const entry = fc.record(
    {
      path: fc.string({ minLength: 1 }).map(text => text.replaceAll('\0', 'x')),
      type: fc.constantFrom('file', 'symlink', 'directory', 'other'),
      size: fc.nat(),
      mode: fc.nat({ max: 0o7777 }),
      uid: fc.nat(),
      gid: fc.nat(),
      link: fc.string(),
      sparse: fc.constant(true as const),
      sha256: fc.string(),
      capability: fc.uint8Array({ maxLength: 5 }),
    },
    { requiredKeys: ['path', 'type', 'size', 'mode', 'uid', 'gid'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(entry), entries => {
      const empty = { digest: undefined, diffId: undefined, size: 0, tarBytes: 0, compression: 'none', complete: true } as const;
      const layer = { ...empty, entries, sets: [], owned: [], distributions: [], secrets: [], problems: [] };
      expect(unpackLayer(packLayer(layer, ''), '')?.entries).toStrictEqual(entries);
    }),
  );
});

const LAYERS = [{ 'etc/os-release': 'ID=debian\nVERSION_ID=12' }, { 'app/node_modules/x/package.json': '{"name":"x","version":"1"}' }];

test('an image is the same from the cache, and no layer is read again', async () => {
  using folder = createFolder();
  const cache = new CacheFolder(folder.at('cache'));
  let asked = 0;
  const counter: Cataloger = { name: 'counter', version: 1, doc: 'x', wants: () => true, catalog: () => ({ sets: [], problems: [] }) };
  const catalogers = [{ ...counter, wants: () => ++asked > 0 }];
  const first = await inspect(LAYERS, { cache, catalogers });
  const before = asked;
  const second = await inspect(LAYERS, { cache, catalogers });
  expect([before > 0, asked - before, second]).toStrictEqual([true, 0, first]);
  const longer = await inspect([...LAYERS, { 'app/new': 'x' }], { cache, catalogers });
  expect([asked - before, longer.layers.length, longer.files.count]).toStrictEqual([1, 3, 3]);
  asked = before;
  await inspect(LAYERS, { cache, catalogers: [{ ...counter, version: 2, wants: () => ++asked > 0 }] });
  expect(asked).toBe(2 * before);
  expect(readFileSync(join(folder.at('cache'), 'salt')).length).toBe(16);
});
