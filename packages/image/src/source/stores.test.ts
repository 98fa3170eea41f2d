import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../errors.ts';
import { inspectImage } from '../inspect-image.ts';
import { toDigest } from '../layer/digest.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { buildContainerdDatabase } from '../testing/containerd.ts';
import { buildBlobs, buildIndex, createFolder, type Files } from '../testing/images.ts';
import { openLocalImage } from './open-local.ts';

const PARTS: readonly Files[] = [
  { 'etc/os-release': 'ID=debian\nVERSION_ID=12', 'etc/old': 'x' },
  { 'etc/.wh.old': '', 'app/a': 'hello' },
];
const IMAGE = buildBlobs({ layers: PARTS });
const HEX = (digest: string): string => digest.slice('sha256:'.length);

async function look(path: string, select?: string) {
  using folder = new WorkFolder();
  await using source = await openLocalImage(path, folder, { platform: 'linux/amd64', ...(select === undefined ? {} : { select }) });
  const { image, files, complete, distribution, problems } = await inspectImage(source, { folder });
  return {
    kind: image.kind,
    digest: image.digest,
    references: image.references,
    files: files.count,
    complete,
    distribution: distribution?.id,
    problems: problems.map(({ code, message }) => `${code}: ${message}`).filter(text => !text.startsWith('nothing')),
  };
}

describe('a store of containerd', () => {
  const build = () => {
    const index = buildIndex([IMAGE.descriptor]);
    const all = [...IMAGE.all, [toDigest(index), index] as const];
    const blobs = Object.fromEntries(
      all.map(([digest, blob]) => [`io.containerd.content.v1.content/blobs/${digest.replace(':', '/')}`, blob]),
    );
    return { folder: createFolder({ ...blobs, 'io.containerd.content.v1.content/ingest/x': '' }), digest: toDigest(index) };
  };

  test('an image by digest', async () => {
    const { folder, digest } = build();
    using root = folder;
    const expected = { kind: 'containerd-store', references: [], files: 2, complete: true, distribution: 'debian', problems: [] };
    expect(await look(root.path, digest)).toStrictEqual({ ...expected, digest: toDigest(IMAGE.manifest) });
    expect(await look(root.at('io.containerd.content.v1.content'), digest)).toMatchObject(expected);
  });

  test.each([
    [undefined, 'is a store of containerd without its database; choose an image by its digest, as --select sha256:…'],
    [`sha256:${'0'.repeat(64)}`, `holds no sha256:${'0'.repeat(64)}`],
  ])('%s', async (select, message) => {
    const { folder } = build();
    using root = folder;
    await expect(look(root.path, select)).rejects.toThrow(new ImageError('image-not-found', `${root.path} ${message}`));
  });
});

describe('a store of containerd with its database', () => {
  const build = (database?: Buffer) => {
    const index = buildIndex([IMAGE.descriptor]);
    const digest = toDigest(index);
    const blobs = [...IMAGE.all, [digest, index] as const].map(
      ([name, blob]) => [`io.containerd.content.v1.content/blobs/${name.replace(':', '/')}`, blob] as const,
    );
    return createFolder({
      ...Object.fromEntries(blobs),
      'io.containerd.content.v1.content/ingest/x': '',
      'io.containerd.metadata.v1.bolt/meta.db': database ?? buildContainerdDatabase({ a: digest, b: 'x'.repeat(71) }),
    });
  };

  test.each(['registry.example/shop/cart:1', 'shop/cart:1'])('an image by its name %s', async select => {
    using store = build();
    const index = toDigest(buildIndex([IMAGE.descriptor]));
    const references = ['registry.example/shop/cart:1', `registry.example/shop/cart@sha256:${'a'.repeat(64)}`].map(name =>
      name.replace(`sha256:${'a'.repeat(64)}`, index),
    );
    const expected = { kind: 'containerd-store', digest: toDigest(IMAGE.manifest), references, files: 2, complete: true };
    expect(await look(store.path, select)).toMatchObject(expected);
    expect(await look(store.at('io.containerd.content.v1.content'), select)).toMatchObject(expected);
  });

  test.each<[string | undefined, string]>([
    [undefined, 'holds several images; choose one with --select: registry.example/blog/cart:1, registry.example/shop/cart:1'],
    ['cart:1', 'holds several images; choose one with --select: registry.example/blog/cart:1, registry.example/shop/cart:1'],
    ['other', "holds no 'other'; it holds registry.example/blog/cart:1, registry.example/shop/cart:1"],
    ['blog/cart:1', `holds no sha256:${'c'.repeat(64)}`],
  ])('%s', async (select, message) => {
    using store = build();
    await expect(look(store.path, select)).rejects.toThrow(new ImageError('image-not-found', `${store.path} ${message}`));
  });

  test('a short name of Docker Hub', async () => {
    using store = build(buildContainerdDatabase({ b: toDigest(buildIndex([IMAGE.descriptor])) }));
    expect(await look(store.path, 'nginx:1')).toMatchObject({ references: ['docker.io/library/nginx:1'], complete: true });
  });

  test('a broken database says so, however it is broken', async () => {
    const whole = buildContainerdDatabase();
    const messages = new Set<string>();
    const broken = [Buffer.alloc(0), whole.subarray(0, 5000), Buffer.concat([Buffer.alloc(9000), whole.subarray(9000)])];
    // Every page after the two that begin it, one after the other.
    for (let at = 8192; at < Math.min(whole.length, 65_536); at += 4096) {
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, at + 8, at + 4096);
      broken.push(bytes);
    }
    for (const bytes of broken) {
      using store = build(bytes);
      const said = await look(store.path, 'shop/cart:1').then(
        () => 'read',
        (cause: ImageError) => `${cause.code}: ${cause.message.replace(store.path, '')}`,
      );
      messages.add(said);
    }
    expect(
      [...messages].filter(
        text => !/^(?:read|image-not-found: |source-invalid: \S+ is no database of containerd that can be read: )/.test(text),
      ),
    ).toStrictEqual([]);
    expect([...messages].some(text => text.startsWith('source-invalid'))).toBe(true);
  });
});

/** Headers as lines of JSON, contents left where they were unpacked. */
function splitTar(tar: Buffer, files: Files): Buffer {
  const lines: object[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const size = Buffer.from(content).length;
    lines.push({ type: 2, payload: tar.subarray(at, at + 512).toString('base64') });
    lines.push({ type: 1, name, ...(size === 0 ? {} : { size }), payload: '' });
    const end = at + 512 + size;
    at = at + 512 + Math.ceil(size / 512) * 512;
    lines.push({ type: 2, payload: tar.subarray(end, at).toString('base64') });
  }
  lines.push({ type: 2, payload: tar.subarray(at).toString('base64') });
  return gzipSync(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
}

function buildPodmanStore() {
  const id = HEX(toDigest(IMAGE.configBlob));
  const layerIds = ['a'.repeat(64), 'b'.repeat(64)];
  const layers = layerIds.map((layer, index) => ({
    id: layer,
    ...(index === 0 ? {} : { parent: layerIds[index - 1] }),
    'diff-size': 10_240,
  }));
  const unpacked = PARTS.flatMap((files, index) =>
    Object.entries(files)
      .filter(([name]) => !name.includes('.wh.'))
      .map(([name, content]) => [`overlay/${layerIds[index]}/diff/${name}`, content] as const),
  );
  const images = [{ id, digest: toDigest(IMAGE.manifest), names: ['docker.io/shop/cart:1'], layer: layerIds[1] }];
  return createFolder({
    'overlay-images/images.json': JSON.stringify(images),
    [`overlay-images/${id}/manifest`]: IMAGE.manifest,
    [`overlay-images/${id}/=${Buffer.from(`sha256:${id}`).toString('base64')}`]: IMAGE.configBlob,
    'overlay-layers/layers.json': JSON.stringify(layers),
    ...Object.fromEntries(
      layerIds.map((layer, index) => [
        `overlay-layers/${layer}.tar-split.gz`,
        splitTar(IMAGE.tars[index] ?? Buffer.alloc(0), PARTS[index] ?? {}),
      ]),
    ),
    ...Object.fromEntries(unpacked),
  });
}

describe('a store of podman', () => {
  test.each([undefined, 'shop/cart:1', toDigest(IMAGE.manifest)])('an image, selected by %s: every digest is right', async select => {
    using store = buildPodmanStore();
    expect(await look(store.path, select)).toStrictEqual({
      kind: 'podman-store',
      digest: toDigest(IMAGE.manifest),
      references: ['docker.io/shop/cart:1'],
      files: 2,
      complete: true,
      distribution: 'debian',
      problems: [],
    });
  });

  test('one that is not there', async () => {
    using store = buildPodmanStore();
    await expect(look(store.path, 'other')).rejects.toThrow(
      new ImageError('image-not-found', `${store.path} holds no 'other'; it holds docker.io/shop/cart:1`),
    );
  });

  test('a file that was changed', async () => {
    using store = buildPodmanStore();
    writeFileSync(store.at(`overlay/${'b'.repeat(64)}/diff/app/a`), 'HELLO');
    const { complete, problems } = await look(store.path);
    expect([complete, problems.length, problems[0]]).toStrictEqual([false, 1, expect.stringMatching(/^digest-mismatch: /)]);
  });

  test('a link that leads out of the layer is not followed', async () => {
    using store = buildPodmanStore();
    using secret = createFolder({ a: 'HOSTS' });
    const app = store.at(`overlay/${'b'.repeat(64)}/diff/app`);
    mkdirSync(`${app}.moved`);
    // What was unpacked is exchanged for a link.
    renameSync(app, `${app}.moved/app`);
    symlinkSync(secret.path, app);
    const { complete, problems } = await look(store.path);
    expect([complete, problems]).toStrictEqual([
      false,
      ['source-invalid: the layer of the store is broken: app/a leads out of the layer by a link'],
    ]);
  });
});
