import { type FileHandle, open } from 'node:fs/promises';
import { ImageError } from '../errors.ts';
import { decompress, detectCompression } from '../layer/decompress.ts';
import type { Spool, WorkFolder } from '../layer/work-folder.ts';
import { LIMITS } from '../limits.ts';
import { cleanPath } from '../tar/clean-path.ts';
import type { TarEntry } from '../tar/entry.ts';
import { TarReader } from '../tar/tar-reader.ts';
import type { FileTree } from './file-tree.ts';
import { joinPieces, readPieces } from './read-pieces.ts';

interface Extent {
  readonly offset: number;
  readonly size: number;
}

/** Members of an archive that a docker save or an OCI layout was put into; a compressed one is unpacked into the work folder first. */
export async function openArchiveTree(path: string, folder: WorkFolder): Promise<FileTree> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (detectCompression(head.buffer) === 'none') return await createTree(new FileBytes(file, size), path);
    const spool = folder.openSpool();
    for await (const chunk of decompress(readPieces(file, 0, size))) spool.write(chunk);
    await file.close();
    return await createTree(new SpoolBytes(spool), path);
  } catch (cause) {
    await file.close().catch(() => {});
    throw cause;
  }
}

/** Members of an archive that comes from somewhere once; it is kept in the work folder. */
export async function openStreamTree(pieces: AsyncIterable<Uint8Array>, name: string, folder: WorkFolder): Promise<FileTree> {
  const spool = folder.openSpool();
  try {
    for await (const chunk of decompress(pieces)) spool.write(chunk);
    return await createTree(new SpoolBytes(spool), name);
  } catch (cause) {
    spool[Symbol.dispose]();
    throw cause;
  }
}

/** Bytes that can be read from anywhere. */
interface RandomBytes extends AsyncDisposable {
  readonly size: number;
  read(offset: number, length: number): AsyncIterable<Buffer>;
}

class FileBytes implements RandomBytes {
  readonly #file: FileHandle;
  readonly size: number;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  read(offset: number, length: number): AsyncIterable<Buffer> {
    return readPieces(this.#file, offset, length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

const PIECE = 1024 * 1024;

class SpoolBytes implements RandomBytes {
  readonly #spool: Spool;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get size(): number {
    return this.#spool.size;
  }

  async *read(offset: number, length: number): AsyncGenerator<Buffer> {
    for (let done = 0; done < length; done += PIECE) yield this.#spool.read(offset + done, Math.min(PIECE, length - done));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#spool[Symbol.dispose]();
  }
}

async function createTree(bytes: RandomBytes, name: string): Promise<FileTree> {
  const { extents, links } = await indexMembers(bytes);
  const find = (path: string): Extent | undefined => extents.get(followLinks(path, links));
  const openMember = (path: string): AsyncIterable<Buffer> => {
    const extent = find(path);
    if (extent === undefined) throw new ImageError('source-invalid', `${name} lacks ${path}, which it refers to`);
    return bytes.read(extent.offset, extent.size);
  };
  return {
    size: path => find(path)?.size,
    open: openMember,
    read: async path => {
      const size = find(path)?.size ?? 0;
      if (size > LIMITS.documentBytes)
        throw new ImageError('document-too-large', `${path} has ${size} bytes; ${LIMITS.documentBytes} are read`);
      return joinPieces(openMember(path));
    },
    [Symbol.asyncDispose]: () => bytes[Symbol.asyncDispose](),
  };
}

interface Members {
  readonly extents: ReadonlyMap<string, Extent>;
  readonly links: ReadonlyMap<string, string>;
}

/** Where each member lies. Contents are stepped over, so that a large archive costs as much as its headers. */
async function indexMembers(bytes: RandomBytes): Promise<Members> {
  const extents = new Map<string, Extent>();
  const links = new Map<string, string>();
  const reader = new TarReader({
    entry: (entry, offset) => {
      if (extents.size + links.size >= LIMITS.layerEntries) throw new ImageError('source-invalid', 'the archive has too many members');
      const target = toLinkTarget(entry);
      if (target !== undefined) links.set(entry.path, target);
      else if (entry.type === 'file') extents.set(entry.path, { offset, size: Math.min(entry.size, Math.max(0, bytes.size - offset)) });
      return undefined;
    },
    refuse: () => {},
  });
  const headerBytes = 64 * 1024;
  for (let offset = 0; offset < bytes.size && !reader.ended; ) {
    for await (const chunk of bytes.read(offset, Math.min(headerBytes, bytes.size - offset))) reader.push(chunk);
    offset += Math.min(headerBytes, bytes.size - offset) + reader.takeSkippable();
  }
  return { extents, links };
}

/** `layer.tar` of older archives may be a link to that of another layer. */
function toLinkTarget({ type, path, link }: TarEntry): string | undefined {
  if (link === undefined || (type !== 'symlink' && type !== 'hard-link')) return undefined;
  if (type === 'hard-link') return link;
  const segments = path.split('/').slice(0, -1);
  for (const segment of link.split('/')) {
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  const cleaned = cleanPath(segments.join('/'));
  return 'path' in cleaned ? cleaned.path : undefined;
}

function followLinks(path: string, links: ReadonlyMap<string, string>): string {
  let current = path;
  for (let depth = 0; depth < LIMITS.linkDepth; depth++) {
    const target = links.get(current);
    if (target === undefined) return current;
    current = target;
  }
  return current;
}
