import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';

const ENDING = '.zst';
const SALT = 'salt';

/**
 * Bytes by key in a folder of this user alone. Written beside and renamed, so that no reader sees half of one and several processes may share
 * the folder; what was not read for longest goes first when it is full. What cannot be read or written is as if it were not there.
 */
export class CacheFolder {
  readonly #path: string;
  readonly #maxBytes: number;
  /** With which credentials are hashed, so that hashes of kept layers and of fresh ones can be compared. */
  readonly salt: Uint8Array;

  /** Throws ImageError `cache-unusable`. */
  constructor(path: string, maxBytes: number = LIMITS.cacheBytes) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.salt = readSalt(join(path, SALT));
    } catch (cause) {
      throw new ImageError('cache-unusable', `the cache folder ${path} cannot be used`, { cause });
    }
  }

  read(key: string): Buffer | undefined {
    const file = this.#toFile(key);
    try {
      const bytes = zstdDecompressSync(readFileSync(file), { maxOutputLength: LIMITS.cachedBytes });
      const now = new Date();
      utimesSync(file, now, now);
      return bytes;
    } catch {
      return undefined;
    }
  }

  write(key: string, content: Uint8Array): void {
    const file = this.#toFile(key);
    const temporary = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      const bytes = zstdCompressSync(content);
      if (bytes.length > this.#maxBytes) return;
      this.#makeRoom(bytes.length);
      writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, file);
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  #toFile(key: string): string {
    return join(this.#path, `${createHash('sha256').update(key).digest('hex')}${ENDING}`);
  }

  /** Also takes away what a process that was killed left beside. */
  #makeRoom(bytes: number): void {
    const files = readdirSync(this.#path)
      .filter(name => name.includes(ENDING))
      .flatMap(name => {
        const stats = statSync(join(this.#path, name), { throwIfNoEntry: false });
        return stats === undefined ? [] : [{ path: join(this.#path, name), size: stats.size, used: stats.mtimeMs }];
      })
      .toSorted((a, b) => a.used - b.used);
    let total = files.reduce((sum, { size }) => sum + size, bytes);
    for (const { path, size } of files) {
      if (total <= this.#maxBytes) return;
      rmSync(path, { force: true });
      total -= size;
    }
  }
}

function readSalt(path: string): Uint8Array {
  try {
    writeFileSync(path, randomBytes(16), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
  const salt = readFileSync(path);
  if (salt.length !== 16) throw new ImageError('cache-unusable', `${path} is no salt`);
  return salt;
}
