import { arch } from 'node:process';
import { ImageError } from '../errors.ts';
import { checkDigest, toDigest } from '../layer/digest.ts';
import type { LayerSource } from '../layer/layer.ts';
import { LIMITS } from '../limits.ts';
import { choosePlatform, refuseOtherPlatform, toHostPlatform } from './choose-platform.ts';
import { type ImageConfig, parseConfig } from './config.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts';

/** Where content lies by its digest: a folder, an archive, a registry. */
export interface BlobReader {
  /** A manifest; what it gives is not trusted. */
  manifest(digest: string, size: number): Promise<Uint8Array>;
  /** Anything else, as it is kept; what it gives is not trusted. */
  open(digest: string, size: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

type Resolved = Pick<ImageSource, 'digest' | 'indexDigest' | 'configDigest' | 'platform' | 'annotations' | 'config' | 'layers'>;

interface Start {
  /** A manifest or index, verified by whoever has it. */
  readonly bytes: Uint8Array;
  readonly digest: string | undefined;
  readonly name: string;
}

/** From a manifest or index down to one image: chooses the platform and reads the configuration, every byte checked. Throws ImageError. */
export async function resolveImage(blobs: BlobReader, start: Start, options: OpenOptions): Promise<Resolved> {
  const found = await descend(blobs, start, options, 0);
  const { manifest, digest } = found;
  const config = parseConfig(await readVerified(blobs, manifest.config, options));
  const platform = toPlatform(config);
  if (found.indexDigest === undefined) refuseOtherPlatform(platform, options.platform, start.name);
  return {
    digest,
    indexDigest: found.indexDigest,
    configDigest: manifest.config.digest,
    platform,
    annotations: { ...found.annotations, ...manifest.annotations },
    config,
    layers: pairLayers(blobs, manifest.layers, config, start.name),
  };
}

interface Found {
  readonly manifest: Extract<Manifest, { kind: 'image' }>;
  readonly digest: string | undefined;
  readonly indexDigest: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

async function descend(blobs: BlobReader, start: Start, options: OpenOptions, depth: number): Promise<Found> {
  const manifest = parseManifest(start.bytes, start.name);
  if (manifest.kind === 'image')
    return { manifest, digest: start.digest ?? toDigest(start.bytes), indexDigest: undefined, annotations: {} };
  if (depth >= LIMITS.indexDepth)
    throw new ImageError('document-invalid', `${start.name} has indexes within indexes, more than ${LIMITS.indexDepth} deep`);
  const chosen = choosePlatform(manifest.manifests, options.platform, toHostPlatform(arch), start.name);
  const bytes = await readManifest(blobs, chosen);
  const found = await descend(blobs, { bytes, digest: chosen.digest, name: start.name }, options, depth + 1);
  const indexDigest = start.digest ?? toDigest(start.bytes);
  return { ...found, indexDigest, annotations: { ...manifest.annotations, ...chosen.annotations, ...found.annotations } };
}

async function readManifest(blobs: BlobReader, { digest, size }: Descriptor): Promise<Uint8Array> {
  if (size > LIMITS.documentBytes) throw tooLarge(digest, size);
  const bytes = await blobs.manifest(digest, size);
  checkDigest(bytes, digest);
  return bytes;
}

async function readVerified(blobs: BlobReader, { digest, size }: Descriptor, { signal }: OpenOptions): Promise<Uint8Array> {
  if (size > LIMITS.documentBytes) throw tooLarge(digest, size);
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of blobs.open(digest, size, signal)) {
    read += chunk.length;
    if (read > LIMITS.documentBytes) throw tooLarge(digest, read);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  checkDigest(bytes, digest);
  return bytes;
}

function tooLarge(digest: string, size: number): ImageError {
  return new ImageError('document-too-large', `${digest} is a document of ${size} bytes; ${LIMITS.documentBytes} are read`);
}

function toPlatform({ os, architecture, variant }: ImageConfig): string | undefined {
  return os === undefined ? undefined : [os, architecture, variant].filter(part => part !== undefined).join('/');
}

/** Layers of the manifest and diff ids of the configuration go in pairs. */
function pairLayers(blobs: BlobReader, layers: readonly Descriptor[], config: ImageConfig, name: string): readonly LayerSource[] {
  if (layers.length !== config.diffIds.length) {
    throw new ImageError(
      'source-invalid',
      `${name} has ${layers.length} layers and a configuration that tells of ${config.diffIds.length}`,
    );
  }
  checkLayerCount(layers.length, name);
  return layers.map(({ digest, size }, index) => ({
    digest,
    size,
    diffId: config.diffIds[index],
    content: { open: signal => blobs.open(digest, size, signal) },
  }));
}

export function checkLayerCount(count: number, name: string): void {
  if (count > LIMITS.layers) throw new ImageError('source-invalid', `${name} has ${count} layers; ${LIMITS.layers} are read`);
}
