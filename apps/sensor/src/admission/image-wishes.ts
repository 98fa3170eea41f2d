import type { Log } from '@breakwater/daemon';
import { keepNewest, toErrorMessage } from '@breakwater/model';
import { MAX_WANTED, type TakenAnswer } from '@breakwater/protocol';

/** An image is asked for again after this time: until then whoever reads it is at work, or cannot. */
const AGAIN_MS = 60_000;
/** Images that were asked for lately; names that somebody makes up must not fill the memory. */
const MAX_REMEMBERED = 5000;

/** Asks for the images that requests wait for, each once a minute. Failures are told in the log: the request is answered all the same. */
export class ImageWishes {
  readonly #ask: (images: readonly string[]) => Promise<TakenAnswer>;
  readonly #log: Pick<Log, 'warn' | 'info'>;
  readonly #now: () => number;
  /** When each was asked for, the oldest first. */
  readonly #asked = new Map<string, number>();

  /** @param now milliseconds, of a clock that does not go back */
  constructor(ask: (images: readonly string[]) => Promise<TakenAnswer>, log: Pick<Log, 'warn' | 'info'>, now = () => performance.now()) {
    this.#ask = ask;
    this.#log = log;
    this.#now = now;
  }

  want(references: readonly string[]): void {
    const now = this.#now();
    const images = references.filter(reference => now - (this.#asked.get(reference) ?? -AGAIN_MS) >= AGAIN_MS).slice(0, MAX_WANTED);
    if (images.length === 0) return;
    for (const image of images) this.#remember(image, now);
    this.#ask(images).then(
      ({ taken }) =>
        taken > 0
          ? this.#log.info({ images }, 'images that a request waits for are being asked for')
          : this.#log.warn({ images }, 'nobody can be asked to read the images that a request waits for: the sensor has no server'),
      cause => this.#log.warn({ images, error: toErrorMessage(cause) }, 'images that a request waits for could not be asked for'),
    );
  }

  #remember(image: string, now: number): void {
    keepNewest(this.#asked, image, now, MAX_REMEMBERED);
  }
}
