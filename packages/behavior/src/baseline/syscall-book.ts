/** There are fewer than so many; whoever tells more makes them up. */
const MAX_SYSCALLS = 600;

/** The system calls of one container; nothing is known of them until somebody has looked. */
export class SyscallBook {
  #names: Set<string> | undefined;

  constructor(names: readonly string[] | undefined) {
    this.#names = names === undefined ? undefined : new Set(names);
  }

  listNew(names: readonly string[]): readonly string[] {
    return names.filter(name => this.#names?.has(name) !== true);
  }

  /** Whether something was new. */
  add(names: readonly string[]): boolean {
    const known = this.#names ?? new Set<string>();
    const added = this.listNew(names).slice(0, MAX_SYSCALLS - known.size);
    for (const name of added) known.add(name);
    this.#names = known;
    return added.length > 0;
  }

  /** Sorted; undefined where nobody looked. */
  list(): string[] | undefined {
    return this.#names === undefined ? undefined : [...this.#names].toSorted();
  }
}
