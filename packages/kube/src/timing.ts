/** When a reflector does what; times in milliseconds unless the name says otherwise. */
export interface ReflectorTiming {
  /** Objects of one page of a list. */
  readonly pageSize: number;
  /** How long one watch lasts at most. */
  readonly watchSeconds: number;
  /** A watch on which nothing came for this long is dead. API servers send a bookmark every minute. */
  readonly idleMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** How often a kind is tried that may not be read, or is not there. */
  readonly slowRetryMs: number;
  /** Failures in a row that nobody is told of. */
  readonly patience: number;
}

export const TIMING: ReflectorTiming = {
  pageSize: 500,
  watchSeconds: 600,
  idleMs: 150_000,
  firstRetryMs: 800,
  longestRetryMs: 30_000,
  slowRetryMs: 60_000,
  patience: 3,
};
