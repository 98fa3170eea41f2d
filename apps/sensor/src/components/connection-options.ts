import type { Log } from '@breakwater/daemon';
import type { Proxies } from '@breakwater/kube';
import type { BaselineChange, Hello, ImageFacts, PolicySet, ResponseWork, Status } from '@breakwater/protocol';
import type { EventSpool } from './event-spool.ts';
import type { Identity } from './identity.ts';
import type { State } from './state.ts';

export interface ConnectionTiming {
  /** First and longest wait after a connection was lost, in milliseconds. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** Wait after the server said that it does not want this sensor. */
  readonly refusedMs: number;
  readonly statusMs: number;
  /** Longest wait for an acknowledgement, and for the server's picture. */
  readonly answerMs: number;
  /** Between two looks whether the certificate is worn: a connection may last longer than the certificate that opened it. */
  readonly renewalMs: number;
}

export const TIMING: ConnectionTiming = {
  firstRetryMs: 500,
  longestRetryMs: 30_000,
  refusedMs: 300_000,
  statusMs: 10_000,
  answerMs: 60_000,
  renewalMs: 60_000,
};

/** How an attempt ended: after talking, before it, with words that a soon attempt does not change, or since another sensor took over. */
export type Outcome = 'ended' | 'failed' | 'refused' | 'replaced';

export interface ConnectionOptions {
  readonly state: State;
  readonly events: EventSpool;
  readonly log: Log;
  readonly timing: ConnectionTiming;
  /** Who the sensor is; asked before each attempt, with how the last one ended. Throws when there is no way to become somebody. */
  readonly identify: (last: Outcome) => Promise<Identity>;
  readonly hello: () => Omit<Hello, 'type' | 'time'>;
  readonly status: () => Omit<Status, 'type' | 'time'>;
  /** How the server is reached. */
  readonly proxies: Proxies;
  readonly onPolicies: (set: PolicySet) => void;
  readonly onImages: (entries: readonly ImageFacts[], gone: readonly string[]) => void;
  /** What the responder of this cluster is to do; the same may come again. */
  readonly onWork: (work: readonly ResponseWork[]) => void;
  /** What people want of baselines; the same may come again. */
  readonly onBaselineChanges: (changes: readonly BaselineChange[]) => void;
  /** Everything is to be told again: the server lacks items whose bodies are not at hand. */
  readonly onWanted: () => void;
  /** The server has everything. */
  readonly onSynced: () => void;
  readonly onConnected: (connected: boolean) => void;
}
