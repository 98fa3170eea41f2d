import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { listGenerations, readGeneration, toGeneration } from './generations.ts';
import { LineBuffer } from './line-buffer.ts';

/** How far a log was read: good to go on from after a restart, also when the file was renamed meanwhile. */
export interface FilePosition {
  readonly inode: string;
  /** Bytes of whole lines. */
  readonly offset: number;
  /** The beginning of the file, by which it is known again where its inode was used anew: bytes, and their SHA-256. */
  readonly head: readonly [bytes: number, hash: string];
  /** When it was written to last, in nanoseconds since 1970. */
  readonly writtenAt: string;
}

export interface FollowOptions {
  readonly path: string;
  /** Where reading ended. */
  readonly from?: FilePosition;
  /** Without it: the end of what there is, or its beginning. A file that comes later is read from its beginning. */
  readonly start: 'end' | 'beginning';
  /** Bytes of the longest line. */
  readonly maxLine: number;
  readonly signal: AbortSignal;
  /** Between two looks whether there is more, in milliseconds. */
  readonly pollMs?: number;
  /** Hears what is wrong, in words; again and again as long as it is. */
  readonly onTrouble: (trouble: 'missing' | 'lost', message: string) => void;
}

/** What was read at once. */
export interface FollowedLines {
  readonly lines: readonly string[];
  /** Lines that were left out, as they are longer than is read. */
  readonly tooLong: number;
  readonly position: FilePosition;
}

const POLL_MS = 500;
const CHUNK = 256 * 1024;
const HEAD = 256;

/**
 * Reads a log as it grows, through rotation by renaming and by truncation, until the signal ends it. Whoever takes the lines sets the pace: nothing is read ahead.
 * What a rotation by truncation cuts off before it was read is lost, and cannot be known.
 */
export async function* followFile(options: FollowOptions): AsyncGenerator<FollowedLines> {
  const follower = new Follower(options);
  try {
    yield* follower.follow();
  } finally {
    await follower.close();
  }
}

class Follower {
  readonly #options: FollowOptions;
  readonly #buffer: LineBuffer;
  readonly #chunk = Buffer.alloc(CHUNK);
  #file: FileHandle | undefined;
  /** Bytes that were read, of lines that have not ended too. */
  #offset = 0;
  #head: readonly [bytes: number, hash: string] = [0, toHash('')];

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#buffer = new LineBuffer(options.maxLine);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async *follow(): AsyncGenerator<FollowedLines> {
    const { signal, pollMs = POLL_MS } = this.#options;
    await this.#begin();
    while (!signal.aborted) {
      const read = await this.#readOn();
      if (read !== undefined) yield read;
      else if (!(await this.#moveOn())) await setTimeout(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #begin(): Promise<void> {
    const { path, from, start } = this.#options;
    if (from !== undefined) return this.#resume(from);
    const there = await readGeneration(path);
    if (there === undefined) return;
    await this.#open(there.path);
    if (start === 'end') this.#offset = await this.#findLineStart(there.size);
  }

  /** Where the file that was read last is gone, what came after it is read; it may have been less than there was. */
  async #resume({ inode, offset, head, writtenAt }: FilePosition): Promise<void> {
    const { path, onTrouble } = this.#options;
    const generations = await listGenerations(path);
    const same = generations.find(generation => generation.inode === inode);
    if (same !== undefined) {
      await this.#open(same.path);
      if (same.size >= offset && (await this.#isHead(head))) this.#offset = offset;
      return;
    }
    if (generations.length > 0)
      onTrouble('lost', `the file that was read last is not there any more: what it held after that is not known (${path})`);
    const next = generations.find(generation => generation.writtenAt > BigInt(writtenAt));
    if (next !== undefined) await this.#open(next.path);
  }

  async #open(path: string): Promise<void> {
    await this.close();
    this.#buffer.clear();
    this.#offset = 0;
    this.#head = [0, toHash('')];
    this.#file = await open(path, 'r').catch(() => undefined);
  }

  /** The next lines; undefined where there are none now. */
  async #readOn(): Promise<FollowedLines | undefined> {
    for (;;) {
      if (this.#file === undefined || this.#options.signal.aborted) return undefined;
      const { bytesRead } = await this.#file.read(this.#chunk, 0, CHUNK, this.#offset);
      if (bytesRead === 0) return undefined;
      if (!(await this.#isHead(this.#head))) {
        this.#restart();
        continue;
      }
      this.#offset += bytesRead;
      const lines = this.#buffer.take(this.#chunk.subarray(0, bytesRead));
      const { tooLong } = this.#buffer;
      this.#buffer.tooLong = 0;
      if (this.#head[0] < HEAD) this.#head = await this.#readHead(Math.min(HEAD, this.#offset));
      if (lines.length > 0 || tooLong > 0) return { lines, tooLong, position: await this.#toPosition(this.#file) };
    }
  }

  /** At the end of a file: whether there is more to read elsewhere. */
  async #moveOn(): Promise<boolean> {
    const { path, onTrouble } = this.#options;
    if (this.#file === undefined) {
      const there = await readGeneration(path);
      if (there !== undefined) await this.#open(there.path);
      else onTrouble('missing', `there is no file ${path}`);
      return there !== undefined && this.#file !== undefined;
    }
    // Looked at before the file itself: once another has its name, it is not written to any more.
    const named = await readGeneration(path);
    const current = toGeneration(path, await this.#file.stat({ bigint: true }));
    if (current.size < this.#offset) this.#restart();
    if (current.size !== this.#offset) return true;
    // Whoever rotates has renamed it, and not made the next one yet.
    if (named === undefined || named.inode === current.inode) return false;
    const generations = await listGenerations(path);
    const next = generations.find(({ inode, writtenAt }) => inode !== current.inode && writtenAt > current.writtenAt);
    await this.#open((next ?? named).path);
    return true;
  }

  /** It was truncated, and is written anew. */
  #restart(): void {
    this.#buffer.clear();
    this.#offset = 0;
    this.#head = [0, toHash('')];
  }

  async #toPosition(file: FileHandle): Promise<FilePosition> {
    const { inode, writtenAt } = toGeneration('', await file.stat({ bigint: true }));
    return { inode, offset: this.#offset - this.#buffer.pending, head: this.#head, writtenAt: String(writtenAt) };
  }

  async #isHead([bytes, hash]: readonly [bytes: number, hash: string]): Promise<boolean> {
    return (await this.#readHead(bytes))[1] === hash;
  }

  async #readHead(bytes: number): Promise<readonly [bytes: number, hash: string]> {
    const head = Buffer.alloc(bytes);
    const read = await this.#file?.read(head, 0, bytes, 0);
    return [bytes, toHash(head.subarray(0, read?.bytesRead ?? 0))];
  }

  /** Where the last line begins that has not ended before `size`. */
  async #findLineStart(size: number): Promise<number> {
    for (let end = size; end > 0; end -= CHUNK) {
      const start = Math.max(0, end - CHUNK);
      const read = await this.#file?.read(this.#chunk, 0, end - start, start);
      const newline = this.#chunk.subarray(0, read?.bytesRead ?? 0).lastIndexOf('\n');
      if (newline >= 0) return start + newline + 1;
    }
    return 0;
  }
}

function toHash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
