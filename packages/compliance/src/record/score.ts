import type { RecordedControl, State } from '@breakwater/model';

/** How a framework stands in a run. A share says of what it is one. */
export interface Score {
  readonly framework: string;
  readonly controls: number;
  readonly states: Readonly<Partial<Record<State, number>>>;
  /** Controls that pass. */
  readonly passed: number;
  /** Controls that pass or fail by evidence, or fail and are accepted: what `passed` is a part of. */
  readonly judged: number;
  /** Controls of which nothing is proven: not looked at, for a person to decide, or to attest. */
  readonly undecided: number;
}

const JUDGED: readonly State[] = ['pass', 'fail', 'inconsistent', 'accepted'];
const UNDECIDED: readonly State[] = ['review', 'manual', 'not-evaluated', 'error'];

/** The frameworks of a run, in their order. */
export function scoreFrameworks(results: readonly Pick<RecordedControl, 'framework' | 'state'>[]): readonly Score[] {
  return [...Map.groupBy(results, ({ framework }) => framework)].map(([framework, controls]) => {
    const states: Partial<Record<State, number>> = {};
    for (const { state } of controls) states[state] = (states[state] ?? 0) + 1;
    const count = (wanted: readonly State[]): number => wanted.reduce((sum, state) => sum + (states[state] ?? 0), 0);
    return { framework, controls: controls.length, states, passed: count(['pass']), judged: count(JUDGED), undecided: count(UNDECIDED) };
  });
}
