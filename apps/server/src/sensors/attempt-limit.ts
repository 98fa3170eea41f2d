const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Attempts by address within a minute; bounded in memory, whoever comes. */
export class AttemptLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #windowStart = 0;

  constructor(perMinute: number, now: () => number = Date.now) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** False when an address has had enough. */
  take(address: string): boolean {
    const now = this.#now();
    if (now - this.#windowStart >= WINDOW_MS || this.#counts.size >= MAX_ADDRESSES) {
      this.#counts.clear();
      this.#windowStart = now;
    }
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    return count <= this.#perMinute;
  }
}
