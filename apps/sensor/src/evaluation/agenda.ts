/** What has to be judged: single objects at once, whole slices when their time has come. */
export class Agenda {
  readonly #changed = new Map<string, Set<string>>();
  readonly #due = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    let size = this.#due.size;
    for (const keys of this.#changed.values()) size += keys.size;
    return size;
  }

  /** An object of a slice has changed or is gone. */
  addChange(slice: string, key: string): void {
    const keys = this.#changed.get(slice);
    if (keys === undefined) this.#changed.set(slice, new Set([key]));
    else keys.add(key);
  }

  /** A whole slice is to be judged within a time; an earlier time that was named already stays. */
  addSlice(slice: string, withinMs: number): void {
    this.#due.set(slice, Math.min(this.#due.get(slice) ?? Number.POSITIVE_INFINITY, this.#now() + withinMs));
  }

  /** Keys that have changed, by slice, those that wait longest first; as many slices as fit by what `weigh` says of each. */
  takeChanges(weigh: (slice: string) => number, most: number): ReadonlyMap<string, ReadonlySet<string>> {
    const taken = new Map<string, ReadonlySet<string>>();
    let weight = 0;
    for (const [slice, keys] of this.#changed) {
      weight += weigh(slice);
      if (taken.size > 0 && weight > most) break;
      taken.set(slice, keys);
      this.#changed.delete(slice);
    }
    return taken;
  }

  /** A slice whose time has come; the most overdue one. */
  takeSlice(): string | undefined {
    const [first] = this.listDue();
    if (first !== undefined) this.#due.delete(first);
    return first;
  }

  /** Slices whose time has come, the most overdue first. */
  listDue(): readonly string[] {
    const now = this.#now();
    const due = [...this.#due].filter(([, at]) => at <= now);
    return due.sort(([, a], [, b]) => a - b).map(([slice]) => slice);
  }

  /** Changes of a slice that is judged as a whole need no look of their own. */
  dropChanges(slice: string): ReadonlySet<string> {
    const keys = this.#changed.get(slice) ?? new Set<string>();
    this.#changed.delete(slice);
    return keys;
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }
}
