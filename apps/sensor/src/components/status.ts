import process from 'node:process';
import type { Status } from '@breakwater/protocol';
import type { State } from './state.ts';

/** How the sensor is, as the server shows it. */
export function createStatus(
  state: State,
  read: () => { readonly revision: number; readonly objects: number },
): () => Omit<Status, 'type' | 'time'> {
  return () => ({ ...read(), spool: state.spool, memory: process.memoryUsage.rss() });
}
