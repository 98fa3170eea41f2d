import { symlinkSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../errors.ts';
import { inspectImage } from '../inspect-image.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import {
  buildBlobs,
  buildDockerSave,
  buildIndex,
  buildOciLayout,
  createFolder,
  describe as describeBlob,
  type Files,
  toArchive,
} from '../testing/images.ts';
import type { OpenOptions } from './image-source.ts';
import { openLocalImage } from './open-local.ts';

const PARTS = { layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="12"' }, { 'app/x': 'y' }] };
const IMAGE = buildBlobs(PARTS);
const ARM = buildBlobs({ layers: [{ arm: '1' }], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } });
const ATTESTATION = {
  ...IMAGE.descriptor,
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
};
const BOTH = buildIndex([ATTESTATION, IMAGE.descriptor, ARM.descriptor]);
const BLOBS = new Map([...IMAGE.all, ...ARM.all, [describeBlob(BOTH).digest, BOTH]]);
const NESTED = buildOciLayout(
  buildIndex([
    {
      ...describeBlob(BOTH),
      mediaType: 'application/vnd.oci.image.index.v1+json',
      annotations: { 'org.opencontainers.image.ref.name': 'cart:1' },
    },
  ]),
  BLOBS,
);
const SAVE = buildDockerSave(PARTS);

/** What is told of an image: kind, platform, digest, and the paths that it holds. */
async function look(path: string, options: OpenOptions = {}) {
  using folder = new WorkFolder();
  await using source = await openLocalImage(path, folder, options);
  const inspection = await inspectImage(source, { folder, catalogers: [] });
  const { kind, platform, digest, references } = source;
  const unread = inspection.problems.filter(({ code }) => code !== 'nothing-catalogued');
  return { kind, platform, digest, references, files: inspection.files.count, complete: inspection.complete, problems: unread };
}

async function lookAt(content: Uint8Array, options: OpenOptions = {}) {
  using folder = createFolder({ 'image.tar': content });
  return await look(folder.at('image.tar'), options).catch((cause: unknown) => {
    if (cause instanceof ImageError) return `${cause.code}: ${cause.message.replaceAll(folder.path, '')}`;
    throw cause;
  });
}

const FINE = { platform: 'linux/amd64', files: 2, complete: true, problems: [] };
const SAVED = { ...FINE, kind: 'docker-archive', digest: undefined, references: ['shop/cart:1'] };
const LAYOUT = { ...FINE, kind: 'oci-layout', digest: IMAGE.descriptor.digest, references: ['cart:1'] };

describe('archives', () => {
  test.each<[string, Uint8Array, OpenOptions, object]>([
    ['docker save', toArchive(SAVE), {}, SAVED],
    ['docker save with gzip', gzipSync(toArchive(SAVE)), {}, SAVED],
    ['docker save with zstd', zstdCompressSync(toArchive(SAVE)), {}, SAVED],
    ['docker save, selected', toArchive(SAVE), { select: 'shop/cart:1' }, SAVED],
    ['OCI, an index in the index', toArchive(NESTED), { platform: 'linux/amd64' }, LAYOUT],
    ['OCI with gzip, selected', gzipSync(toArchive(NESTED)), { platform: 'linux/x86_64', select: 'cart:1' }, LAYOUT],
    [
      'OCI, the other platform',
      toArchive(NESTED),
      { platform: 'linux/arm64/v8' },
      { ...LAYOUT, platform: 'linux/arm64/v8', digest: ARM.descriptor.digest, files: 1 },
    ],
    ['docker save that is an OCI layout too', toArchive({ ...SAVE, ...NESTED }), { platform: 'linux/amd64' }, LAYOUT],
  ])('%s', async (_title, content, options, expected) => {
    expect(await lookAt(content, options)).toStrictEqual(expected);
  });

  test('a layer that is a link to that of another image', async () => {
    const tar = await toArchiveWithLink();
    expect(await lookAt(tar)).toStrictEqual(SAVED);
  });
});

describe('docker save of old', () => {
  const [lower, upper, other] = ['a', 'b', 'c'].map(letter => letter.repeat(64)) as [string, string, string];
  const layer = (parent: string | undefined, command: string) =>
    JSON.stringify({
      ...(parent === undefined ? {} : { parent }),
      created: '2015-01-01T00:00:00Z',
      container_config: { Cmd: ['/bin/sh', '-c', command] },
      os: 'linux',
      architecture: 'amd64',
      config: { User: 'kim' },
    });
  const OLD: Files = {
    repositories: JSON.stringify({ 'shop/cart': { '1': upper, latest: upper } }),
    [`${lower}/json`]: layer(undefined, '#(nop) ADD file:1 in /'),
    [`${lower}/layer.tar`]: toArchive({ 'etc/os-release': 'ID=debian\n' }),
    [`${upper}/json`]: layer(lower, 'make'),
    [`${upper}/layer.tar`]: toArchive({ 'app/x': 'y' }),
    [`${other}/json`]: layer(undefined, 'x'),
    [`${other}/layer.tar`]: toArchive({}),
  };
  const two = JSON.stringify({ 'shop/cart': { '1': upper }, blog: { '2': other } });

  test('an image with its layers, instructions and names', async () => {
    expect(await lookAt(toArchive(OLD))).toStrictEqual({ ...SAVED, references: ['shop/cart:1', 'shop/cart:latest'] });
    expect(await lookAt(toArchive({ ...OLD, repositories: two }), { select: 'cart:1' })).toStrictEqual(SAVED);
    using folder = createFolder({ 'a.tar': toArchive(OLD) });
    using work = new WorkFolder();
    await using source = await openLocalImage(folder.at('a.tar'), work, {});
    const { layers, config } = await inspectImage(source, { folder: work, catalogers: [] });
    expect([layers.map(({ instruction }) => instruction), config?.user, config?.created]).toStrictEqual([
      ['ADD file:1 /', 'RUN make'],
      'kim',
      '2015-01-01T00:00:00Z',
    ]);
  });

  test.each<[string, Files, OpenOptions, string]>([
    [
      'several',
      { ...OLD, repositories: two },
      {},
      'image-not-found: /image.tar holds several images; choose one with --select: shop/cart:1, blog:2',
    ],
    ['another name', OLD, { select: 'x' }, "image-not-found: /image.tar holds no 'x'; it holds shop/cart:1, shop/cart:latest"],
    ['none', { ...OLD, repositories: '{}' }, {}, "image-not-found: /image.tar holds no 'image'; it holds nothing"],
    [
      'another platform',
      OLD,
      { platform: 'linux/arm64' },
      'platform-missing: /image.tar has no image for linux/arm64, only for linux/amd64',
    ],
    ['a circle', { ...OLD, [`${lower}/json`]: layer(upper, 'x') }, {}, 'source-invalid: /image.tar has 501 layers; 500 are read'],
    ['a path', { ...OLD, repositories: '{"a":{"b":"../x"}}' }, {}, 'source-invalid: /image.tar names a layer that is no id'],
    [
      'a missing layer',
      { ...OLD, [`${lower}/json`]: layer(other.replace(/c/g, 'd'), 'x') },
      {},
      `source-invalid: /image.tar lacks ${'d'.repeat(64)}/json, which it refers to`,
    ],
  ])('%s', async (_title, files, options, expected) => {
    expect(await lookAt(toArchive(files), options)).toBe(expected);
  });
});

async function toArchiveWithLink(): Promise<Buffer> {
  const { buildTar } = await import('../testing/tar.ts');
  const members = Object.entries(SAVE).map(([path, content]) => ({ path, content }));
  const moved = members.map(member => (member.path === '1/layer.tar' ? { ...member, path: 'other/layer.tar' } : member));
  return buildTar([...moved, { path: '1/layer.tar', type: '2', link: '../other/layer.tar' }]);
}

const replace = (files: Files, path: string, content: string | Uint8Array): Buffer => toArchive({ ...files, [path]: content });
const toPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

describe('what cannot be opened says why', () => {
  test.each<[string, Uint8Array, OpenOptions, string | RegExp]>([
    [
      'text',
      Buffer.from('hello'.repeat(500)),
      {},
      'source-unknown: /image.tar is no archive that can be read; give one of docker save, or an OCI archive',
    ],
    [
      'another archive',
      toArchive({ 'a.txt': 'x' }),
      {},
      /^source-unknown: \/image\.tar is an archive, but neither of docker save \(no manifest\.json\)/,
    ],
    [
      'a platform that is not there',
      toArchive(NESTED),
      { platform: 'linux/s390x' },
      'platform-missing: /image.tar has no image for linux/s390x; take one with --platform: linux/amd64, linux/arm64/v8',
    ],
    [
      'docker save of another platform',
      toArchive(SAVE),
      { platform: 'linux/arm64' },
      'platform-missing: /image.tar has no image for linux/arm64, only for linux/amd64',
    ],
    [
      'OCI whose one manifest is of another platform',
      toArchive(buildOciLayout(buildIndex([{ ...IMAGE.descriptor, platform: undefined }]), BLOBS)),
      { platform: 'linux/arm64' },
      'platform-missing: /image.tar has no image for linux/arm64, only for linux/amd64',
    ],
    ['a name that is not there', toArchive(SAVE), { select: 'x:1' }, "image-not-found: /image.tar holds no 'x:1'; it holds shop/cart:1"],
    [
      'a manifest with other bytes',
      replace(NESTED, toPath(IMAGE.descriptor.digest), '{}'),
      { platform: 'linux/amd64' },
      /^digest-mismatch: the bytes have the digest/,
    ],
    [
      'a manifest that is not there',
      toArchive(Object.fromEntries(Object.entries(NESTED).filter(([path]) => path !== toPath(IMAGE.descriptor.digest)))),
      { platform: 'linux/amd64' },
      /^source-invalid: \/image\.tar lacks blobs\/sha256/,
    ],
    [
      'a path out of the archive',
      replace(SAVE, 'manifest.json', '[{"Config":"../x","Layers":[]}]'),
      {},
      'source-invalid: manifest.json of /image.tar names a path outside of the archive',
    ],
    [
      'fewer layers than told',
      replace(SAVE, 'manifest.json', '[{"Config":"config.json","Layers":["0/layer.tar"]}]'),
      {},
      'source-invalid: /image.tar has 1 layers and a configuration that tells of 2',
    ],
    ['no JSON', replace(SAVE, 'manifest.json', '{{'), {}, 'document-invalid: manifest.json of /image.tar is no JSON'],
    ['schema 1', replace(NESTED, 'index.json', '{"schemaVersion":1}'), {}, /^manifest-too-old: /],
    [
      'a chart',
      replace(
        NESTED,
        'index.json',
        JSON.stringify({
          schemaVersion: 2,
          config: { ...describeBlob(Buffer.from('{}')), mediaType: 'application/vnd.cncf.helm.config.v1+json' },
          layers: [],
        }),
      ),
      {},
      'not-an-image: /image.tar is no container image but an artifact of type application/vnd.cncf.helm.config.v1+json',
    ],
  ])('%s', async (_title, content, options, expected) => {
    const got = await lookAt(content, options);
    if (typeof expected === 'string') expect(got).toBe(expected);
    else expect(got).toMatch(expected);
  });

  test('a layer with other bytes is a problem of the image, the other layers are read', async () => {
    const wrong = { ...SAVE, '1/layer.tar': toArchive({ evil: 'x' }) };
    expect(await lookAt(toArchive(wrong))).toMatchObject({ complete: false, files: 2, problems: [{ code: 'digest-mismatch' }] });
  });
});

describe('folders', () => {
  test('an OCI layout', async () => {
    using folder = createFolder(NESTED);
    expect(await look(folder.path, { platform: 'linux/amd64' })).toStrictEqual(LAYOUT);
  });

  test('a root file system: links are told and not followed', async () => {
    using outside = createFolder({ secret: 'x' });
    using folder = createFolder({ 'etc/os-release': 'ID=debian', 'usr/bin/tool': 'x' });
    symlinkSync('usr', folder.at('loop'));
    symlinkSync('..', folder.at('usr/up'));
    symlinkSync(outside.path, folder.at('etc/out'));
    expect(await look(folder.path)).toStrictEqual({
      kind: 'folder',
      platform: undefined,
      digest: undefined,
      references: [],
      files: 2,
      complete: true,
      problems: [],
    });
  });

  test('nothing there', async () => {
    await expect(look('/no/such/image')).rejects.toThrow(new ImageError('image-not-found', '/no/such/image does not exist'));
  });
});
