import { execFileSync } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A folder that becomes a layer. */
export interface Layer {
  readonly folder: string;
  /** As the history of the image tells it. */
  readonly createdBy: string;
  /** Folder of the layer whose files belong to the user that the image runs as; everything else is root's. */
  readonly own?: string;
}

export interface ImagePlan {
  readonly layers: readonly Layer[];
  /** User and group id that it runs as. */
  readonly user: number;
  /** Fields of `config` as the OCI image specification has them, without User. */
  readonly config: Readonly<Record<string, unknown>>;
  /** RFC 3339 */
  readonly created: string;
  /** As the annotation that loaders name the image by. */
  readonly reference: string;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const GZIP_LEVEL = 9;

/**
 * Writes an OCI image layout as one tar file. The same folders give the same bytes: names are sorted, times are those of `created`.
 *
 * @returns the digest of the manifest
 */
export async function writeImage(file: string, { layers, user, config, created, reference }: ImagePlan): Promise<string> {
  const work = `${file}.parts`;
  rmSync(work, { recursive: true, force: true });
  const blobs = join(work, 'layout/blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const written = [];
  for (const layer of layers) written.push({ ...(await writeLayer(layer, user, created, work, blobs)), createdBy: layer.createdBy });
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: writeBlob(blobs, 'application/vnd.oci.image.config.v1+json', {
      created,
      architecture,
      os: 'linux',
      config: { User: `${user}:${user}`, ...config },
      rootfs: { type: 'layers', diff_ids: written.map(({ diffId }) => diffId) },
      history: written.map(({ createdBy }) => ({ created, created_by: createdBy })),
    }),
    layers: written.map(({ descriptor }) => descriptor),
  };
  const top = writeBlob(blobs, manifest.mediaType, manifest);
  const annotations = { 'org.opencontainers.image.ref.name': reference };
  writeFileSync(join(work, 'layout/oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(
    join(work, 'layout/index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [{ ...top, platform: { architecture, os: 'linux' }, annotations }] }),
  );
  packFolder(join(work, 'layout'), file, created);
  rmSync(work, { recursive: true });
  return top.digest;
}

function packFolder(folder: string, file: string, created: string, own?: { readonly path: string; readonly user: number }): void {
  const always = ['--sort=name', `--mtime=${created}`, '--numeric-owner', '--format=gnu', '--directory', folder, '--file', file];
  const spared = own === undefined ? [] : [`--exclude=./${own.path}`];
  execFileSync('tar', ['--create', ...always, '--owner=0', '--group=0', ...spared, '.']);
  if (own === undefined) return;
  execFileSync('tar', ['--append', ...always, `--owner=${own.user}`, `--group=${own.user}`, `./${own.path}`]);
}

async function writeLayer({ folder, own }: Layer, user: number, created: string, work: string, blobs: string) {
  const [tar, packed] = [join(work, 'layer.tar'), join(work, 'layer.tar.gz')];
  packFolder(folder, tar, created, own === undefined ? undefined : { path: own, user });
  const [plain, compressed] = [createHash('sha256'), createHash('sha256')];
  await pipeline(createReadStream(tar), pass(plain), createGzip({ level: GZIP_LEVEL }), pass(compressed), createWriteStream(packed));
  const digest = compressed.digest('hex');
  const descriptor: Descriptor = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: `sha256:${digest}`,
    size: statSync(packed).size,
  };
  renameSync(packed, join(blobs, digest));
  return { descriptor, diffId: `sha256:${plain.digest('hex')}` };
}

/** Hands everything on, and to a hash. */
function pass(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function writeBlob(blobs: string, mediaType: string, value: unknown): Descriptor {
  const text = Buffer.from(JSON.stringify(value));
  const digest = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(blobs, digest), text);
  return { mediaType, digest: `sha256:${digest}`, size: text.length };
}
