import { closeSync, constants, type Dirent, fstatSync, lstatSync, openSync, readlinkSync, readSync, type Stats, statSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { TarEntry } from '../tar/entry.ts';
import type { ContentSink, TarListener } from '../tar/tar-reader.ts';

const CHUNK = 256 * 1024;

interface WalkOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (bytes: number) => void;
}

/** Tells of everything below a folder as if it were an archive. Links are told, never followed. Returns the bytes of all files. */
export async function walkFolder(root: string, listener: TarListener, { signal, progress }: WalkOptions): Promise<number> {
  const device = statSync(root, { throwIfNoEntry: false })?.dev;
  let bytes = 0;
  const pending = [''];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const child of await listChildren(root, path, listener)) {
      signal?.throwIfAborted();
      const childPath = path === '' ? child.name : `${path}/${child.name}`;
      const entry = tellOf(root, childPath, device, listener);
      bytes += entry?.size ?? 0;
      if (entry?.type === 'directory') pending.push(childPath);
    }
    progress?.(bytes);
  }
  return bytes;
}

/** Undefined for what cannot be told of or is not looked into. */
function tellOf(root: string, path: string, device: number | undefined, listener: TarListener): TarEntry | undefined {
  const stats = lstatOrNothing(join(root, path));
  if (stats === undefined || path.length > LIMITS.pathBytes) {
    listener.refuse(stats === undefined ? 'file-unreadable' : 'path-invalid', path);
    return undefined;
  }
  try {
    const entry = toEntry(root, path, stats);
    const sink = listener.entry(entry, 0);
    if (sink !== undefined) copyContent(join(root, path), stats.size, sink);
    if (stats.dev === device) return entry;
    listener.refuse('file-system-skipped', path);
  } catch (cause) {
    if (cause instanceof ImageError && cause.code !== 'file-not-stored') throw cause;
    listener.refuse('file-unreadable', path);
  }
  return undefined;
}

async function listChildren(root: string, path: string, listener: TarListener): Promise<readonly Dirent[]> {
  try {
    const children: Dirent[] = [];
    for await (const child of await opendir(join(root, path))) children.push(child);
    return children.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if (path === '') throw new ImageError('image-not-found', `${root} cannot be read`, { cause });
    listener.refuse('file-unreadable', path);
    return [];
  }
}

function lstatOrNothing(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function toEntry(root: string, path: string, stats: Stats): TarEntry {
  const type = toType(stats);
  return {
    path,
    type,
    size: type === 'file' ? stats.size : 0,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    ...(type === 'symlink' ? { link: readlinkSync(join(root, path)) } : {}),
  };
}

function toType(stats: Stats): TarEntry['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'character-device';
  if (stats.isBlockDevice()) return 'block-device';
  return stats.isFIFO() ? 'fifo' : 'other';
}

/** Exactly the bytes that were announced, whatever becomes of the file meanwhile; the rest is zeroes. */
function copyContent(path: string, size: number, sink: ContentSink): void {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new ImageError('file-not-stored', `${path} is no file any more`);
    for (let copied = 0; copied < size; ) {
      const chunk = Buffer.alloc(Math.min(CHUNK, size - copied));
      readSync(descriptor, chunk, 0, chunk.length, copied);
      sink.write(chunk);
      copied += chunk.length;
    }
    sink.end();
  } finally {
    closeSync(descriptor);
  }
}
