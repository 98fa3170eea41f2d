import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildImageFacts } from '../../testing/image-facts.ts';
import { buildBundle, NOW } from '../testing/build.ts';
import { readBundleBody, toBundleBody } from './bundle-body.ts';
import { openBundle } from './open-bundle.ts';
import { HEAD_LENGTH_BYTES, MAGIC, packBundle, toBlock } from './pack-bundle.ts';

const FACTS = buildImageFacts('app:1', ['CVE-1']);
const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'shop' } };

it('opens what was packed, part by part', () => {
  const bundle = openBundle(buildBundle({ images: [FACTS], context: [SERVICE], namespaces: [{ kind: 'Namespace' }] }));
  expect(bundle.head).toMatchObject({ cluster: 'c', kubeMinor: 36, complete: true, namespaces: [{ kind: 'Namespace' }] });
  expect([bundle.imageCount, bundle.hasImage('app:1'), bundle.hasImage('app:2')]).toEqual([1, true, false]);
  expect([bundle.readImage('app:1'), bundle.readImage('app:2')]).toEqual([FACTS, undefined]);
  expect([bundle.readSlice('*'), bundle.readSlice('shop')]).toEqual([[SERVICE], []]);
});

it('goes through the role port as JSON', () => {
  const bytes = buildBundle({ images: [FACTS] });
  expect(readBundleBody(JSON.parse(toBundleBody(bytes).toString()))).toEqual(bytes);
  expect(() => readBundleBody({ other: 1 })).toThrow('the sensor does not answer with a bundle; is it of the same release?');
});

it('has another etag when something in it is another one, and not when it was made later', () => {
  const etag = (text: string, at: number): string => {
    const head = { ...openBundle(buildBundle({})).head, madeAt: new Date(at).toISOString() };
    return packBundle({ head, namespaces: [], images: new Map([['a', toBlock(text)]]), slices: new Map() }).etag;
  };
  expect(etag('1', NOW)).toBe(etag('1', NOW + 1));
  expect(etag('1', NOW)).not.toBe(etag('2', NOW));
});

describe('what is no bundle', () => {
  const whole = buildBundle({ images: [FACTS] });
  const withHead = (head: object): Buffer => {
    const packed = zstdCompressSync(JSON.stringify(head));
    const length = Buffer.alloc(HEAD_LENGTH_BYTES);
    length.writeUInt32BE(packed.length);
    return Buffer.concat([MAGIC, length, packed]);
  };
  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /^it is no bundle of this release; the sensor of the same release writes one$/],
    ['something else', Buffer.from('x'.repeat(100)), /^it is no bundle of this release/],
    ['one that was cut off', whole.subarray(0, whole.length - 1), /^it ends before its part '\*'$/],
    ['a head that was cut off', whole.subarray(0, MAGIC.length + 20), /^its part 'head' cannot be read: /],
    ['another schema', withHead({ schema: 'x/2' }), /^it has schema 'x\/2'; this release reads admission-bundle\/1$/],
  ])('%s', (_, bytes, message) => {
    expect(() => openBundle(bytes)).toThrow(message);
  });
});
