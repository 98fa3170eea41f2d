import type { Reading } from '@breakwater/behavior';
import { type Problem, type Result, SEVERITIES, type Severity, STATES, type State } from '@breakwater/model';

/** Results and faults that are kept; the rest is counted, so that memory stays flat whatever is replayed. */
const MAX_RESULTS = 10_000;
const MAX_FAULTS = 100;
const MAX_IGNORED = 100;

/** What a replay found so far, in bounded memory. */
export class ReplayLog {
  readonly results: Result[] = [];
  readonly states: Record<State, number> = toCounts(STATES);
  readonly severities: Record<Severity, number> = toCounts(SEVERITIES);
  events = 0;
  lines = 0;
  readonly #faults: Problem[] = [];
  readonly #ignored = new Map<string, number>();
  #faultsLeftOut = 0;
  #resultsLeftOut = 0;

  addResult(result: Result): void {
    this.states[result.state]++;
    if (result.state === 'fail') this.severities[result.severity]++;
    if (this.results.length < MAX_RESULTS) this.results.push(result);
    else this.#resultsLeftOut++;
  }

  addReading({ faults, ignored }: Reading, source: string, line: number): void {
    this.lines++;
    for (const message of faults) this.addFault(message, source, line);
    if (ignored === undefined) return;
    const name = this.#ignored.size < MAX_IGNORED || this.#ignored.has(ignored) ? ignored : 'others';
    this.#ignored.set(name, (this.#ignored.get(name) ?? 0) + 1);
  }

  addFault(message: string, source: string, line: number): void {
    if (this.#faults.length >= MAX_FAULTS) this.#faultsLeftOut++;
    else this.#faults.push({ code: 'event-unreadable', message, source, location: { file: source, line, column: 1 } });
  }

  /** What could not be read or was left out, in the order of the lines. */
  listProblems(sources: readonly string[]): readonly Problem[] {
    const source = sources.join(', ');
    const problem = (code: string, message: string): Problem => ({ code, message, source });
    const ignored = [...this.#ignored].map(([name, count]) => `${name} (${count})`).join(', ');
    return [
      ...this.#faults,
      ...(this.#faultsLeftOut === 0 ? [] : [problem('event-unreadable', `${this.#faultsLeftOut} more lines could not be read`)]),
      ...(ignored === '' ? [] : [problem('events-ignored', `told nothing that policies judge: ${ignored}`)]),
      ...(this.#resultsLeftOut === 0
        ? []
        : [
            problem(
              'results-left-out',
              `${this.#resultsLeftOut} more results are counted and not listed: judge by fewer policies (--policy) or fewer lines`,
            ),
          ]),
      ...(this.events > 0
        ? []
        : [problem('nothing-to-judge', 'There is no event in what was given, so nothing was judged. One JSON object a line is expected.')]),
    ];
  }
}

function toCounts<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map(key => [key, 0])) as Record<K, number>;
}
