import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilePosition } from '@breakwater/daemon';

/** How far a log was read, kept over restarts in a folder. */
export class PositionFile {
  readonly #folder: string;
  readonly #path: string;

  /** @param log path of the log, by which its position is found again */
  constructor(folder: string, log: string) {
    this.#folder = folder;
    this.#path = join(folder, `audit-log-${createHash('sha256').update(log).digest('hex').slice(0, 16)}.json`);
  }

  /** Undefined where nothing is known, or what is known makes no sense. */
  async read(): Promise<FilePosition | undefined> {
    try {
      const found = JSON.parse(await readFile(this.#path, 'utf8')) as FilePosition;
      return isPosition(found) ? found : undefined;
    } catch {
      return undefined;
    }
  }

  /** Written beside and renamed, so that there is always a whole one. Rejects when it cannot be written. */
  async write(position: FilePosition): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(`${this.#path}.new`, JSON.stringify(position), { mode: 0o600 });
    await rename(`${this.#path}.new`, this.#path);
  }
}

function isPosition({ inode, offset, head, writtenAt }: FilePosition): boolean {
  const isHead = Array.isArray(head) && Number.isSafeInteger(head[0]) && head[0] >= 0 && head[0] <= 4096 && typeof head[1] === 'string';
  return typeof inode === 'string' && Number.isSafeInteger(offset) && offset >= 0 && isHead && /^\d{1,30}$/.test(writtenAt);
}
