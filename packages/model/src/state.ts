import { Type } from 'typebox';

/**
 * What became of one policy or control on one target. Only `fail` counts against an exit code;
 * "could not look" is `not-evaluated` and never `pass`.
 */
export const STATES = ['pass', 'fail', 'review', 'manual', 'not-applicable', 'not-evaluated', 'error', 'inconsistent', 'accepted'] as const;

export const State = Type.Enum([...STATES], { description: 'Outcome of one policy or control on one target' });
export type State = (typeof STATES)[number];
