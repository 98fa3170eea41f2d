import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';

/** Scanners and clusters tell of many changes at once; sensors hear of them together. */
const GATHER_MS = 1000;
/** A round rests so many times as long as it took: the database is there for others too. */
const REST = 9;

/** Tells all sensors of images, a while after something has changed and never twice at once. */
export class ImageRounds {
  readonly #sessions: Iterable<{ readonly distributeImages: () => Promise<void> }>;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #lastMs = 0;
  #isDue = false;
  #isStopped = false;

  constructor(sessions: Iterable<{ readonly distributeImages: () => Promise<void> }>, log: Log) {
    this.#sessions = sessions;
    this.#log = log;
  }

  schedule(): void {
    this.#isDue = true;
    if (this.#isStopped || this.#isRunning || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#run(), Math.max(GATHER_MS, this.#lastMs * REST)).unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isRunning = true;
    this.#isDue = false;
    const start = performance.now();
    for (const session of this.#sessions) {
      await session
        .distributeImages()
        .catch(error => this.#log.debug({ error: toErrorMessage(error) }, 'images were not told; they are with the next change'));
    }
    this.#lastMs = performance.now() - start;
    this.#isRunning = false;
    if (this.#isDue) this.schedule();
  }
}
