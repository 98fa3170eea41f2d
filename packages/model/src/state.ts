import { Type } from 'typebox';

/**
 * What became of one policy or control on one target. Only `fail` counts against an exit code;
 * "could not look" is `not-evaluated` and never `pass`.
 */
export const STATES = ['pass', 'fail', 'review', 'manual', 'not-applicable', 'not-evaluated', 'error', 'inconsistent', 'accepted'] as const;

/** The worst first: what is not evaluated is no comfort. */
export const STATES_BY_WEIGHT: readonly (typeof STATES)[number][] = [
  'fail',
  'error',
  'not-evaluated',
  'review',
  'inconsistent',
  'manual',
  'accepted',
  'pass',
  'not-applicable',
];

export const State = Type.Enum([...STATES], { description: 'Outcome of one policy or control on one target' });
export type State = (typeof STATES)[number];
