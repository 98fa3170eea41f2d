import type { LayerFile } from '../catalog/cataloger.ts';
import { ImageError } from '../errors.ts';
import type { Spool } from './work-folder.ts';

interface FileFacts {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/** A file whose content is in memory. */
export function createMemoryFile(facts: FileFacts, content: Buffer): LayerFile {
  return createFile(facts, (offset, length) => content.subarray(offset, offset + length));
}

/** A file whose content lies in a spool from `start` on. */
export function createSpooledFile(facts: FileFacts, spool: Spool, start: number): LayerFile {
  return createFile(facts, (offset, length) => spool.read(start + offset, Math.max(0, Math.min(length, facts.size - offset))));
}

/** A file of which parts can be read. */
export function createFile(facts: FileFacts, read: (offset: number, length: number) => Buffer): LayerFile {
  const { path, size, mode } = facts;
  const bytes = (): Buffer => {
    const content = read(0, size);
    if (content.length !== size) throw new ImageError('file-not-stored', `${path} has ${content.length} of ${size} bytes`);
    return content;
  };
  return { path, size, mode, read, bytes, text: () => bytes().toString('utf8') };
}
