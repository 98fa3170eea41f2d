import type { Problem } from '@breakwater/model';
import { toProblemKey } from '@breakwater/protocol';
import type { Outbox } from './outbox.ts';

/** More problems of one finder are not worth keeping. */
const MOST = 100;

/** Problems by who found them; they go away when whoever found them says so. */
export class ProblemBook {
  readonly #outbox: Outbox;
  readonly #byFinder = new Map<string, readonly Problem[]>();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  get size(): number {
    return this.#byFinder.size;
  }

  /** Replaces what a finder said before. */
  set(finder: string, problems: readonly Problem[]): void {
    const before = this.#byFinder.get(finder) ?? [];
    if (problems.length === 0) this.#byFinder.delete(finder);
    else this.#byFinder.set(finder, problems);
    const still = new Set([...this.#byFinder.values()].flat().map(toProblemKey));
    for (const problem of before) if (!still.has(toProblemKey(problem))) this.#outbox.delete('problem', toProblemKey(problem));
    for (const problem of problems) this.#outbox.put('problem', toProblemKey(problem), JSON.stringify(problem));
  }

  add(finder: string, problem: Problem): void {
    const others = (this.#byFinder.get(finder) ?? []).filter(other => toProblemKey(other) !== toProblemKey(problem));
    this.set(finder, [...others, problem].slice(-MOST));
  }

  /** What a finder said of a source holds no longer. */
  remove(finder: string, source: string): void {
    const before = this.#byFinder.get(finder);
    if (before === undefined) return;
    const still = before.filter(problem => problem.source !== source);
    if (still.length < before.length) this.set(finder, still);
  }

  retell(): void {
    for (const [finder, problems] of this.#byFinder) this.set(finder, problems);
  }
}
