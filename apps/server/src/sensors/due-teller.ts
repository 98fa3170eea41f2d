/** Something that is due to be handed on, and how. */
export interface DueTellerOptions<T> {
  readonly list: () => Promise<readonly T[]>;
  /** What tells one from another. */
  readonly toKey: (one: T) => string;
  readonly send: (some: readonly T[]) => Promise<void>;
}

/** Hands one sensor what is due, each once for a connection: what is not answered is handed on again by the next one. */
export class DueTeller<T> {
  readonly #options: DueTellerOptions<T>;
  readonly #sent = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: DueTellerOptions<T>) {
    this.#options = options;
  }

  /** One round after the other. Rejects with what the database or the line says. */
  tell(isEnded: () => boolean): Promise<void> {
    this.#work = this.#work.catch(() => {}).then(() => (isEnded() ? undefined : this.#tell()));
    return this.#work;
  }

  async #tell(): Promise<void> {
    const { list, toKey, send } = this.#options;
    const due = await list();
    const keys = new Set(due.map(toKey));
    for (const key of this.#sent) if (!keys.has(key)) this.#sent.delete(key);
    const some = due.filter(one => !this.#sent.has(toKey(one)));
    if (some.length === 0) return;
    await send(some);
    for (const one of some) this.#sent.add(toKey(one));
  }
}
