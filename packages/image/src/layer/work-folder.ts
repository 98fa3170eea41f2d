import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/**
 * The only place on the host that reading an image writes to. Files have numbers for names, never names of the image, and a spool has no
 * name at all once it is open: the system takes it away even when this process is killed.
 */
export class WorkFolder implements Disposable {
  readonly #path: string;
  #count = 0;

  constructor(parent: string = tmpdir()) {
    this.#path = mkdtempSync(join(parent, 'breakwater-image-'));
  }

  openSpool(maxBytes: number = LIMITS.spoolBytes): Spool {
    const path = this.#nextPath();
    const descriptor = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return new Spool(descriptor, maxBytes);
  }

  /** Writes bytes for a library that opens files by name only; gone with the folder. */
  writeFile(pieces: Iterable<Uint8Array>): string {
    const path = this.#nextPath();
    writeFileSync(path, '', { mode: 0o600 });
    for (const piece of pieces) writeFileSync(path, piece, { flag: 'a' });
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true, force: true });
  }

  #nextPath(): string {
    this.#count += 1;
    return join(this.#path, String(this.#count));
  }
}

/** Bytes on disk, written one after the other and read from anywhere. */
export class Spool implements Disposable {
  readonly #descriptor: number;
  readonly #maxBytes: number;
  #size = 0;

  constructor(descriptor: number, maxBytes: number) {
    this.#descriptor = descriptor;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#size;
  }

  /** Throws ImageError `work-folder-full`. */
  write(chunk: Uint8Array): void {
    if (this.#size + chunk.length > this.#maxBytes) {
      throw new ImageError('work-folder-full', `more than ${this.#maxBytes} bytes would have to be kept on disk`);
    }
    for (let written = 0; written < chunk.length; ) written += writeSync(this.#descriptor, chunk, written);
    this.#size += chunk.length;
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.#size - offset)));
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(this.#descriptor, bytes, read, bytes.length - read, offset + read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}
