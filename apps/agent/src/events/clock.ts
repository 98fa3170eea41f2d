/** Turns nanoseconds since boot into times as people write them; told again every second, so that it follows a clock that is set. */
export class Clock {
  #offset: bigint;

  /** @param offset nanoseconds between 1970 and boot */
  constructor(offset = 0n) {
    this.#offset = offset;
  }

  set(boot: bigint, wall: bigint): void {
    this.#offset = wall - boot;
  }

  /** RFC 3339 UTC with nanoseconds. */
  format(boot: bigint): string {
    const wall = boot + this.#offset;
    const seconds = new Date(Number(wall / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
    return `${seconds}.${String(wall % 1_000_000_000n).padStart(9, '0')}Z`;
  }
}
