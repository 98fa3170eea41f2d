import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { toDigest } from '../layer/digest.ts';
import { buildFiles, buildTar } from './tar.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ImageParts {
  readonly layers: readonly Files[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
}

const AMD64 = { os: 'linux', architecture: 'amd64' };

/** Blobs of an image by digest, with its manifest. */
export function buildBlobs({ layers, config = {}, history = [], annotations = {}, platform = AMD64 }: ImageParts) {
  const tars = layers.map(buildFiles);
  const blobs = tars.map(tar => gzipSync(tar));
  const document = {
    ...platform,
    created: '2026-05-01T10:00:00Z',
    config,
    history,
    rootfs: { type: 'layers', diff_ids: tars.map(toDigest) },
  };
  const configBlob = Buffer.from(JSON.stringify(document));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { ...describe(configBlob), mediaType: 'application/vnd.oci.image.config.v1+json' },
      layers: blobs.map(blob => ({ ...describe(blob), mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' })),
      annotations,
    }),
  );
  const all = new Map([...blobs, configBlob, manifest].map(blob => [toDigest(blob), blob]));
  return {
    all,
    manifest,
    configBlob,
    tars,
    descriptor: { ...describe(manifest), mediaType: 'application/vnd.oci.image.manifest.v1+json', platform },
  };
}

export function describe(bytes: Uint8Array): { digest: string; size: number } {
  return { digest: toDigest(bytes), size: bytes.length };
}

export function buildIndex(manifests: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }));
}

/** Files of an OCI layout. */
export function buildOciLayout(index: Uint8Array, blobs: ReadonlyMap<string, Uint8Array>): Files {
  const files = [...blobs].map(([digest, blob]) => [`blobs/${digest.replace(':', '/')}`, blob] as const);
  return { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}', 'index.json': index, ...Object.fromEntries(files) };
}

/** Files of a docker save. */
export function buildDockerSave(parts: ImageParts, tags: readonly string[] = ['shop/cart:1']): Files {
  const { tars, configBlob } = buildBlobs(parts);
  const names = tars.map((_, index) => `${index}/layer.tar`);
  const manifest = [{ Config: 'config.json', RepoTags: tags, Layers: names }];
  return {
    'manifest.json': JSON.stringify(manifest),
    'config.json': configBlob,
    ...Object.fromEntries(tars.map((tar, index) => [names[index], tar])),
  };
}

export function toArchive(files: Files): Buffer {
  return buildTar(Object.entries(files).map(([path, content]) => ({ path, content })));
}

/** A folder of a test that is gone at the end of the scope. */
export function createFolder(files: Files = {}): Disposable & { readonly path: string; at(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-image-test-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, at: name => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
