import { lstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { FileTree } from './file-tree.ts';
import { joinPieces, readPieces } from './read-pieces.ts';

/** Files below a folder; links are not followed. Paths are ours or made of digests that were checked. */
export function openFolderTree(root: string): FileTree {
  const size = (path: string): number | undefined => {
    const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
    return stats?.isFile() === true ? stats.size : undefined;
  };
  return {
    size,
    open: path => readFile(join(root, path)),
    read: path => readDocument(join(root, path), size(path)),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function readDocument(path: string, size: number | undefined): Promise<Uint8Array> {
  if (size === undefined) throw new ImageError('source-invalid', `${path} is absent`);
  if (size > LIMITS.documentBytes)
    throw new ImageError('document-too-large', `${path} has ${size} bytes; ${LIMITS.documentBytes} are read`);
  return joinPieces(readFile(path));
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await openOrExplain(path);
  try {
    yield* readPieces(file, 0, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

async function openOrExplain(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new ImageError('source-invalid', `${path} cannot be read`, { cause });
  }
}
