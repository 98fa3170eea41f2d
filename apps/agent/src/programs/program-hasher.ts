import { createHash } from 'node:crypto';
import { type BigIntStats, readFileSync, readlinkSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Event, keepNewest } from '@breakwater/model';
import { toStart } from '../processes/read-process.ts';

/** Larger programs are not read. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Programs that are read at once; what comes beyond goes without. */
const MAX_AT_ONCE = 8;
/** How long an event waits for it: whoever ends an attack cannot. What takes longer is read to its end, and known the next time. */
const PATIENCE_MS = 50;
/** Files whose hash is remembered. */
const MAX_KNOWN = 1000;
const PIECE = 1024 * 1024;

/**
 * SHA-256 of programs that were started and are not files of their image's own layers. They are read through the process, so that what is read is what runs: of one that has ended by
 * then, or executes something else, nothing is said.
 */
export class ProgramHasher {
  readonly #proc: string;
  readonly #known = new Map<string, string>();
  /** Of files that are read at this moment: whoever starts the same one waits for the same. */
  readonly #hashing = new Map<string, Promise<string>>();
  #reading = 0;

  /** @param proc /proc of the node */
  constructor(proc: string) {
    this.#proc = proc;
  }

  /** Whether an event is of a program that is worth to be read. */
  wants({ type, containerId, process }: Event): boolean {
    if (type !== 'process-exec' || containerId === undefined || process?.pid === undefined || process.exe === '') return false;
    return (
      process.layer !== 'lower' &&
      this.#reading < MAX_AT_ONCE &&
      process.traits?.some(trait => trait === 'memfd' || trait === 'applet') !== true
    );
  }

  /** The event with the hash of its program; as it is where that could not be read in time. `start`: of the process, in hundredths of a second since boot. */
  async add(event: Event, start: number): Promise<Event> {
    const { process } = event;
    if (process?.pid === undefined) return event;
    this.#reading += 1;
    const reading = this.#read(process.pid, start, process.exe)
      .catch(() => undefined)
      .finally(() => {
        this.#reading -= 1;
      });
    const sha256 = await Promise.race([reading, setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    return sha256 === undefined ? event : { ...event, process: { ...process, sha256 } };
  }

  async #read(pid: number, start: number, exe: string): Promise<string | undefined> {
    const folder = join(this.#proc, String(pid));
    const path = join(folder, 'exe');
    // Most programs were read before: then the file is not even opened. What it lies on may hang, as a share that is gone: this is waited for aside.
    const looked = await stat(path, { bigint: true });
    const known = this.#known.get(toKey(looked));
    if (known !== undefined || looked.size > MAX_BYTES) return isStill(folder, start, exe) ? known : undefined;
    await using file = await open(path);
    if (!isStill(folder, start, exe)) return undefined;
    const key = toKey(await file.stat({ bigint: true }));
    const sha256 = await this.#hashOnce(key, file);
    keepNewest(this.#known, key, sha256, MAX_KNOWN);
    return sha256;
  }

  #hashOnce(key: string, file: FileHandle): Promise<string> {
    const running = this.#hashing.get(key) ?? hashFile(file).finally(() => this.#hashing.delete(key));
    this.#hashing.set(key, running);
    return running;
  }
}

function toKey({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join();
}

/** Pids are used again, and a process may execute something else at any time: both show after its file was found. /proc answers at once. */
function isStill(folder: string, start: number, exe: string): boolean {
  return (
    toStart(readFileSync(join(folder, 'stat'), 'utf8')) === start && readlinkSync(join(folder, 'exe')).replace(/ \(deleted\)$/, '') === exe
  );
}

async function hashFile(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(piece, 0, PIECE, at);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
}
