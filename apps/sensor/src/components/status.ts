import process from 'node:process';
import type { AdmissionReplica, KnownAgent, Status } from '@breakwater/protocol';
import type { EventSpool } from './event-spool.ts';
import type { State } from './state.ts';

/** How the sensor is, as the server shows it. */
export function createStatus(
  state: State,
  events: EventSpool,
  read: () => {
    readonly revision: number;
    readonly objects: number;
    readonly replicas: AdmissionReplica[];
    readonly agents: KnownAgent[];
  },
): () => Omit<Status, 'type' | 'time'> {
  return () => ({ ...read(), spool: state.spool, events: events.size, memory: process.memoryUsage.rss() });
}
