import type { Event, EventType } from '@breakwater/protocol';
import type { ClientBase } from '../database/connection.ts';

/** Writes events of one type, each call inside the transaction of a frame. An id that is there already is the same event, told again. */
export interface EventStore<T extends EventType> {
  /** @param topics what is different now, for whoever shows it */
  readonly topics: readonly string[];
  readonly put: (client: ClientBase, cluster: string, events: readonly Extract<Event, { readonly type: T }>[]) => Promise<void>;
}
