import { keepNewest, type Problem } from '@breakwater/model';

/** A problem is told for so long after it was noticed last, in milliseconds. */
const LASTS_MS = 300_000;
const MAX_PROBLEMS = 100;

/** What is wrong with this agent, by what it concerns: the newest of each, for as long as it lasts. */
export class ProblemBook {
  readonly #noticed = new Map<string, { readonly problem: Problem; readonly until: number }>();
  readonly #now: () => number;

  /** @param now milliseconds that never jump */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes it in the place of an earlier one of the same code and source. True when there was none that lasts. */
  notice(problem: Problem, lasting = false): boolean {
    const key = `${problem.code}\0${problem.source}`;
    const isNew = (this.#noticed.get(key)?.until ?? 0) <= this.#now();
    keepNewest(this.#noticed, key, { problem, until: lasting ? Number.POSITIVE_INFINITY : this.#now() + LASTS_MS }, MAX_PROBLEMS);
    return isNew;
  }

  list(): Problem[] {
    const now = this.#now();
    for (const [key, { until }] of this.#noticed) if (until <= now) this.#noticed.delete(key);
    return [...this.#noticed.values()].map(({ problem }) => problem);
  }
}
