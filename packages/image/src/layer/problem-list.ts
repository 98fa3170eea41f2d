import type { Problem } from '@breakwater/model';
import { LIMITS } from '../limits.ts';

/** Problems of one layer; of one kind only so many, then how many more there are. */
export class ProblemList {
  readonly #problems: Problem[] = [];
  readonly #counts = new Map<string, number>();

  add(problem: Problem): void {
    const count = (this.#counts.get(problem.code) ?? 0) + 1;
    this.#counts.set(problem.code, count);
    if (count <= LIMITS.problemsPerKind) this.#problems.push(problem);
  }

  list(source: string): readonly Problem[] {
    const more = [...this.#counts].filter(([, count]) => count > LIMITS.problemsPerKind);
    return [
      ...this.#problems,
      ...more.map(([code, count]) => ({ code, message: `and ${count - LIMITS.problemsPerKind} more of this kind`, source })),
    ];
  }
}
