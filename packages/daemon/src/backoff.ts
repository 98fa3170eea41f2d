/** Waits that grow by two, with jitter, so that many who lost the same thing do not come back at once. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  readonly #random: () => number;
  #failures = 0;

  /** @param first milliseconds after the first failure @param longest milliseconds that are never exceeded */
  constructor(first: number, longest: number, random: () => number = Math.random) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
  }

  /** Milliseconds to wait now: between half and all of the step. */
  next(): number {
    const step = Math.min(this.#longest, this.#first * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return step / 2 + (step / 2) * this.#random();
  }

  /** It worked. */
  reset(): void {
    this.#failures = 0;
  }
}
