import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/** A file that a log was written to at some time. */
export interface Generation {
  readonly path: string;
  readonly inode: string;
  readonly size: number;
  /** When it was written to last, in nanoseconds since 1970. */
  readonly writtenAt: bigint;
}

/** Files of one log that are looked at. */
const MAX_GENERATIONS = 1000;
const PACKED = /\.(?:gz|bz2|xz|zst)$/;

/** The file of a log and what it was renamed to, as `audit-2026-12-01T08.log` and `audit.log.1`, the oldest first; packed ones are left out. */
export async function listGenerations(path: string): Promise<readonly Generation[]> {
  const [base, extension] = [basename(path), extname(path)];
  const stem = base.slice(0, base.length - extension.length);
  const isOf = (name: string): boolean =>
    name === base || (!PACKED.test(name) && (name.startsWith(`${base}.`) || (name.startsWith(`${stem}-`) && name.endsWith(extension))));
  const names = await readdir(dirname(path)).catch(() => []);
  const found: Generation[] = [];
  for (const name of names.filter(isOf).slice(0, MAX_GENERATIONS)) {
    const generation = await readGeneration(join(dirname(path), name));
    if (generation !== undefined) found.push(generation);
  }
  return found.toSorted((a, b) =>
    a.writtenAt === b.writtenAt ? Number(a.path === path) - Number(b.path === path) : a.writtenAt < b.writtenAt ? -1 : 1,
  );
}

/** Undefined for what is not there, or is no file. */
export async function readGeneration(path: string): Promise<Generation | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() === true ? toGeneration(path, found) : undefined;
}

export function toGeneration(path: string, { ino, size, mtimeNs }: BigIntStats): Generation {
  return { path, inode: String(ino), size: Number(size), writtenAt: mtimeNs };
}
