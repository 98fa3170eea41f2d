import type { ConnectionTiming } from '../components/connection-options.ts';

/** Times that tests can wait for. */
export const FAST: ConnectionTiming = {
  firstRetryMs: 20,
  longestRetryMs: 100,
  refusedMs: 100,
  statusMs: 200,
  answerMs: 1000,
  renewalMs: 200,
};
