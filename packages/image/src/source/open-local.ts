import { type Stats, statSync } from 'node:fs';
import { ImageError } from '../errors.ts';
import type { WorkFolder } from '../layer/work-folder.ts';
import { openArchiveTree, openStreamTree } from './archive-tree.ts';
import { findContainerdContent, openContainerdStore } from './containerd-store.ts';
import { isDockerArchive, openDockerArchive } from './docker-archive.ts';
import type { FileTree } from './file-tree.ts';
import { openFolderTree } from './folder-tree.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { isLegacyArchive, openLegacyArchive } from './legacy-archive.ts';
import { isOciLayout, openOciLayout } from './oci-layout.ts';
import { isPodmanStore, openPodmanStore } from './podman-store.ts';

/** Whether a name is one of something on this machine. */
export function isLocalPath(path: string): boolean {
  return statOrNothing(path) !== undefined;
}

/** Opens an image that lies on this machine, in whatever form. Throws ImageError. */
export async function openLocalImage(path: string, folder: WorkFolder, options: OpenOptions): Promise<ImageSource> {
  const stats = statOrNothing(path);
  if (stats === undefined) throw new ImageError('image-not-found', `${path} does not exist`);
  if (stats.isDirectory()) return openFolder(path, options);
  if (!stats.isFile()) throw new ImageError('source-unknown', `${path} is neither a file nor a folder`);
  return openArchive(() => openArchiveTree(path, folder), path, options);
}

/** Opens an archive that comes from somewhere once, in whatever form. Throws ImageError. */
export function openArchiveStream(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  folder: WorkFolder,
  options: OpenOptions,
): Promise<ImageSource> {
  return openArchive(() => openStreamTree(pieces, name, folder), name, options);
}

async function openArchive(open: () => Promise<FileTree>, path: string, options: OpenOptions): Promise<ImageSource> {
  const tree = await openTree(open, path);
  try {
    return await openParts(tree, path, options);
  } catch (cause) {
    await tree[Symbol.asyncDispose]();
    throw cause;
  }
}

async function openTree(open: () => Promise<FileTree>, path: string): Promise<FileTree> {
  try {
    return await open();
  } catch (cause) {
    if (cause instanceof ImageError && cause.code !== 'layer-invalid') throw cause;
    throw new ImageError('source-unknown', `${path} is no archive that can be read; give one of docker save, or an OCI archive`, { cause });
  }
}

/** Current docker save writes both forms into one archive: the one with digests for everything comes first. */
async function openParts(tree: FileTree, path: string, options: OpenOptions): Promise<ImageSource> {
  if (isOciLayout(tree)) return openOciLayout(tree, path, options);
  if (isDockerArchive(tree)) return openDockerArchive(tree, path, options);
  if (isLegacyArchive(tree)) return openLegacyArchive(tree, path, options);
  throw new ImageError(
    'source-unknown',
    `${path} is an archive, but neither of docker save (no manifest.json) nor an OCI layout (no index.json); unpack a root file system into a folder and give that`,
  );
}

async function openFolder(path: string, options: OpenOptions): Promise<ImageSource> {
  const tree = openFolderTree(path);
  if (isOciLayout(tree)) return openOciLayout(tree, path, options);
  if (isPodmanStore(path)) return openPodmanStore(path, options);
  const content = findContainerdContent(path, isFolder);
  if (content !== undefined) return openContainerdStore(content, path, options);
  return {
    name: path,
    kind: 'folder',
    digest: undefined,
    indexDigest: undefined,
    configDigest: undefined,
    references: [],
    platform: undefined,
    annotations: {},
    config: undefined,
    layers: [{ digest: undefined, diffId: undefined, size: undefined, content: { folder: path } }],
    [Symbol.asyncDispose]: async () => {},
  };
}

function isFolder(path: string): boolean {
  return statOrNothing(path)?.isDirectory() === true;
}

function statOrNothing(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // ENOTDIR, ENAMETOOLONG and the like: no path.
    return undefined;
  }
}
