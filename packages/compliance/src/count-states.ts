import { type ComplianceOutput, type ControlResult, STATES, type State } from '@breakwater/model';

/** States of a control that evidence has decided. */
const DECIDED: readonly State[] = ['pass', 'fail', 'not-applicable', 'inconsistent', 'accepted'];

/** How many controls came to which state, and how many of them evidence decided. */
export function countStates(results: readonly ControlResult[]): Pick<ComplianceOutput['summary'], 'controls' | 'decided'> {
  const controls = Object.fromEntries(STATES.map(state => [state, 0])) as Record<State, number>;
  for (const { state } of results) controls[state] += 1;
  return { controls, decided: DECIDED.reduce((sum, state) => sum + controls[state], 0) };
}
