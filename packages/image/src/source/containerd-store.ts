import { ImageError } from '../errors.ts';
import { checkDigest, isDigest } from '../layer/digest.ts';
import { openFolderTree } from './folder-tree.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { resolveImage } from './resolve-image.ts';

/** Where containerd keeps content, below its root or as that folder itself. */
const PLACES = ['io.containerd.content.v1.content/', ''];
const BLOBS = 'blobs/sha256';

/** The folder with the blobs below a root of containerd; undefined for any other folder. */
export function findContainerdContent(root: string, isFolder: (path: string) => boolean): string | undefined {
  const place = PLACES.find(prefix => isFolder(`${root}/${prefix}${BLOBS}`) && isFolder(`${root}/${prefix}ingest`));
  return place === undefined ? undefined : `${root}/${place}`;
}

/**
 * An image of containerd's store, by its digest: which name has which stands in a database of a form that is not read. Content that was thrown
 * away after unpacking is a Problem of its layer. https://github.com/containerd/containerd/blob/main/docs/content-flow.md
 */
export async function openContainerdStore(content: string, name: string, options: OpenOptions): Promise<ImageSource> {
  const digest = options.select;
  if (digest === undefined || !isDigest(digest)) {
    throw new ImageError('image-not-found', `${name} is a store of containerd; choose an image by its digest, as --select sha256:…`);
  }
  const tree = openFolderTree(content);
  const toPath = (wanted: string): string => `blobs/${wanted.replace(':', '/')}`;
  if (tree.size(toPath(digest)) === undefined) throw new ImageError('image-not-found', `${name} holds no ${digest}`);
  const bytes = await tree.read(toPath(digest));
  checkDigest(bytes, digest);
  const blobs = { manifest: (wanted: string) => tree.read(toPath(wanted)), open: (wanted: string) => tree.open(toPath(wanted)) };
  const resolved = await resolveImage(blobs, { bytes, digest, name }, options);
  return { ...resolved, name, kind: 'containerd-store', references: [], [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() };
}
