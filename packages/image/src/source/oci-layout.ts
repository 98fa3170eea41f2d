import { ImageError } from '../errors.ts';
import { checkDigest } from '../layer/digest.ts';
import { LIMITS } from '../limits.ts';
import type { FileTree } from './file-tree.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { type Descriptor, parseManifest } from './manifest.ts';
import { type BlobReader, resolveImage } from './resolve-image.ts';

const REF_NAME = 'org.opencontainers.image.ref.name';
const FULL_NAME = 'io.containerd.image.name';

export function isOciLayout(tree: FileTree): boolean {
  return tree.size('oci-layout') !== undefined && tree.size('index.json') !== undefined;
}

/** https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
export async function openOciLayout(tree: FileTree, name: string, options: OpenOptions): Promise<ImageSource> {
  const blobs = createBlobReader(tree);
  const bytes = await tree.read('index.json');
  const index = parseManifest(bytes, name);
  if (index.kind !== 'index') throw new ImageError('source-invalid', `${name}: index.json is no index`);
  const chosen = selectDescriptor(index.manifests, options.select, name);
  const start = chosen === undefined ? { bytes, digest: undefined, name } : await readStart(blobs, chosen, name);
  const resolved = await resolveImage(blobs, start, options);
  return {
    ...resolved,
    name,
    kind: 'oci-layout',
    // index.json is no object that a registry knows.
    indexDigest: chosen === undefined ? undefined : resolved.indexDigest,
    references: chosen === undefined ? [] : listNames(chosen),
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  };
}

async function readStart(blobs: BlobReader, { digest, size }: Descriptor, name: string) {
  if (size > LIMITS.documentBytes)
    throw new ImageError('document-too-large', `${digest} has ${size} bytes; ${LIMITS.documentBytes} are read`);
  const bytes = await blobs.manifest(digest, size);
  checkDigest(bytes, digest);
  return { bytes, digest, name };
}

/** The only manifest, or the one that is asked for; undefined where the platform has to tell them apart. */
function selectDescriptor(descriptors: readonly Descriptor[], select: string | undefined, name: string): Descriptor | undefined {
  if (select !== undefined) {
    const found = descriptors.find(descriptor => descriptor.digest === select || listNames(descriptor).includes(select));
    if (found !== undefined) return found;
    throw new ImageError('image-not-found', `${name} holds no '${select}'; it holds ${listAllNames(descriptors)}`);
  }
  if (descriptors.length === 1) return descriptors[0];
  const names = new Set(descriptors.flatMap(listNames));
  if (names.size > 1)
    throw new ImageError('image-not-found', `${name} holds several images; choose one with --select: ${listAllNames(descriptors)}`);
  return undefined;
}

function listNames({ annotations }: Descriptor): readonly string[] {
  return [annotations[FULL_NAME], annotations[REF_NAME]].filter(name => name !== undefined);
}

function listAllNames(descriptors: readonly Descriptor[]): string {
  const names = descriptors.map(descriptor => listNames(descriptor)[0] ?? descriptor.digest);
  return names.length === 0 ? 'nothing' : names.slice(0, 20).join(', ');
}

function createBlobReader(tree: FileTree): BlobReader {
  const toPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;
  return {
    manifest: digest => tree.read(toPath(digest)),
    open: digest => tree.open(toPath(digest)),
  };
}
