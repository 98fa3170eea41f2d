/** Parts that the time is cut into. */
const TICKS = 4;

/**
 * Calls when nothing was heard for a time. It counts ticks and not the clock: a process that was itself busy or asleep for
 * long sees one tick then, and gives what waits in the socket a chance to be heard.
 */
export class Watchdog {
  readonly #timer: NodeJS.Timeout;
  #silent = 0;

  constructor(milliseconds: number, onSilence: () => void) {
    this.#timer = setInterval(() => {
      this.#silent += 1;
      if (this.#silent > TICKS) onSilence();
    }, milliseconds / TICKS).unref();
  }

  hear(): void {
    this.#silent = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
