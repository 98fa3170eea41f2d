import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of the disk that are left alone: the rows that say that it is full need some, and so does whatever else writes there. */
export const RESERVE = 8 * 1024 * 1024;

/** Bytes that may still be written to the disk of a folder; very many where the system does not say. */
export function measureRoom(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

/** https://www.sqlite.org/rescode.html: SQLITE_FULL, and SQLITE_IOERR in all its forms, as a disk that is full in the middle of a write gives it. */
const UNWRITABLE = new Set([13, 10]);

/** Whether a write failed for want of room, or since the disk does not take it: later it may. */
export function isUnwritable(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { errcode, code } = cause as { readonly errcode?: unknown; readonly code?: unknown };
  return (typeof errcode === 'number' && UNWRITABLE.has(errcode % 256)) || code === 'ENOSPC' || code === 'EDQUOT';
}

const BALLAST_BYTES = 4 * 1024 * 1024;

/** Room that is taken while there is plenty, and given up when there is none: to delete something, SQLite has to write. */
export class Ballast {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'ballast');
  }

  /** @param room bytes that the disk still takes */
  takeIn(room: number): void {
    if (room < RESERVE + BALLAST_BYTES || existsSync(this.#path)) return;
    try {
      writeFileSync(this.#path, Buffer.alloc(BALLAST_BYTES), { mode: 0o600 });
    } catch {
      // There was less room than it seemed.
      rmSync(this.#path, { force: true });
    }
  }

  /** False when there was none. */
  drop(): boolean {
    if (!existsSync(this.#path)) return false;
    rmSync(this.#path, { force: true });
    return true;
  }
}
