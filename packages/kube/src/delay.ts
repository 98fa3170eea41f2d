/** Waits that grow by two up to a limit, with jitter: reflectors that lost the same server do not come back at once. */
export class Delay {
  readonly #first: number;
  readonly #longest: number;
  #failures = 0;

  /** @param first milliseconds after the first failure */
  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds to wait now: between half and all of the step. */
  next(): number {
    const step = Math.min(this.#longest, this.#first * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    return spread(step);
  }

  reset(): void {
    this.#failures = 0;
  }
}

/** Between half and all of a time. */
export function spread(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}
