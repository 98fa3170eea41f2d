import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, readlink } from 'node:fs/promises';
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
    await using file = await open(join(folder, 'exe'));
    // Pids are used again, and a process may execute something else at any time: both show after the file is open.
    const [stat, link] = [await readFile(join(folder, 'stat'), 'utf8'), await readlink(join(folder, 'exe'))];
    if (toStart(stat) !== start || link.replace(/ \(deleted\)$/, '') !== exe) return undefined;
    const { dev, ino, size, mtimeNs, ctimeNs } = await file.stat({ bigint: true });
    if (size > MAX_BYTES) return undefined;
    const key = [dev, ino, size, mtimeNs, ctimeNs].join();
    const known = this.#known.get(key) ?? (await this.#hashOnce(key, file));
    keepNewest(this.#known, key, known, MAX_KNOWN);
    return known;
  }

  #hashOnce(key: string, file: FileHandle): Promise<string> {
    const running = this.#hashing.get(key) ?? hashFile(file).finally(() => this.#hashing.delete(key));
    this.#hashing.set(key, running);
    return running;
  }
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
