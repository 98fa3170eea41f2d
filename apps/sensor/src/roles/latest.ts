/** A value that others wait for to change. */
export class Latest<T> {
  #value: T | undefined;
  readonly #waiting = new Set<() => void>();

  get value(): T | undefined {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Until `isWanted` holds for the value, the time is over or the signal ends it; resolves in any case. */
  async wait(isWanted: (value: T | undefined) => boolean, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (isWanted(this.#value) || milliseconds <= 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      if (isWanted(this.#value)) resolve();
    };
    const end = (): void => resolve();
    const timer = setTimeout(end, milliseconds);
    this.#waiting.add(wake);
    signal.addEventListener('abort', end, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(wake);
      signal.removeEventListener('abort', end);
    }
  }
}
