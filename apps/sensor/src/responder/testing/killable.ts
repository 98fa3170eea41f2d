import type { ResponderEdge } from '../contract.ts';
import type { Journal } from '../journal.ts';

/** The end of a process in the middle: nothing that it does afterwards has any effect. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Ends everything at a certain operation: before it, or after it had its effect and before anybody heard of it. */
export class Killer {
  readonly #at: number;
  readonly #after: boolean;
  /** Operations so far. */
  count = 0;
  #isDead = false;

  constructor(at: number, after: boolean) {
    this.#at = at;
    this.#after = after;
  }

  watch<T>(work: () => T): T {
    if (this.#isDead) throw new Killed();
    this.count += 1;
    if (this.count !== this.#at) return work();
    this.#isDead = true;
    if (!this.#after) throw new Killed();
    const result = work();
    if (!(result instanceof Promise)) throw new Killed();
    const dead = result.then(() => {
      throw new Killed();
    });
    // Of several that were asked at once the others may have ended the work already.
    dead.catch(() => undefined);
    return dead as T;
  }
}

/** Every read and write of cluster and journal is a place to be killed at. */
export function toKillable<T extends ResponderEdge | Journal>(part: T, killer: Killer): T {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...words: readonly unknown[]) => killer.watch(() => Reflect.apply(value, target, words) as unknown);
    },
  });
}
