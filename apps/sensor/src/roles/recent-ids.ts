/** Ids that are remembered. */
const MAX = 50_000;

/** Ids of events that were taken lately: agents and others deliver at least once, and the same may come by two ways. */
export class RecentIds {
  readonly #ids = new Set<string>();
  /** The same in the order in which they came; the oldest is replaced. To look for it in the set takes the longer the more were taken out of it. */
  readonly #order: string[] = [];
  readonly #max: number;
  #next = 0;

  constructor(max = MAX) {
    this.#max = max;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    if (this.#ids.has(id)) return;
    const oldest = this.#order[this.#next];
    if (oldest !== undefined) this.#ids.delete(oldest);
    this.#ids.add(id);
    this.#order[this.#next] = id;
    this.#next = (this.#next + 1) % this.#max;
  }
}
