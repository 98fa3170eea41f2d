/** Turns nanoseconds since boot into times as people write them; told again every second, so that it follows a clock that is set. */
export class Clock {
  #offset: bigint;
  #boot = 0n;
  /** The last second that was written. */
  #second = -1n;
  #text = '';

  /** @param offset nanoseconds between 1970 and boot */
  constructor(offset = 0n) {
    this.#offset = offset;
  }

  set(boot: bigint, wall: bigint): void {
    this.#offset = wall - boot;
    this.#boot = boot;
  }

  /** About now, as it was told last: within a second. Nanoseconds since boot. */
  get now(): bigint {
    return this.#boot;
  }

  /** RFC 3339 UTC with nanoseconds. */
  format(boot: bigint): string {
    const wall = boot + this.#offset;
    const second = wall / 1_000_000_000n;
    if (second !== this.#second) {
      this.#second = second;
      this.#text = new Date(Number(second) * 1000).toISOString().slice(0, 19);
    }
    return `${this.#text}.${String(wall % 1_000_000_000n).padStart(9, '0')}Z`;
  }
}
