import { EVENT_TYPES, type Event, type EventType, listEventIssues } from '@breakwater/protocol';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { admission } from '../admission/store.ts';
import { baselineOutcomes } from '../baseline-change/store.ts';
import { holdCluster, isItemFault, type Writer } from '../batch/store.ts';
import type { EventStore } from '../event-store.ts';
import { responses } from '../response/store.ts';
import { runtimeEvents } from '../runtime/store.ts';

const STORES: { readonly [T in EventType]: EventStore<T> } = {
  admission,
  response: responses,
  runtime: runtimeEvents,
  'baseline-change': baselineOutcomes,
};

/** Further back nothing is kept, and further ahead somebody's clock is wrong: a partition would be made for any day that is written into an event. */
const PAST_MS = 30 * 86_400_000;
const FUTURE_MS = 86_400_000;

/** An event that was left out. */
export interface RefusedEvent {
  readonly id: string;
  readonly message: string;
}

/**
 * Stores events in one transaction. When it resolves, those that are events are on disk, and the others are told.
 *
 * @throws IngestError `connection-replaced`
 */
export async function storeEvents(pool: Pool, writer: Writer, values: readonly unknown[], now: number): Promise<readonly RefusedEvent[]> {
  const refused: RefusedEvent[] = [];
  const events = values.filter((value): value is Event => {
    const message = findFault(value, now);
    if (message !== undefined) refused.push({ id: readId(value), message });
    return message === undefined;
  });
  if (events.length > 0) refused.push(...(await storeAll(pool, writer, events)));
  return refused;
}

/** What the database does not take is found by storing one at a time. */
async function storeAll(pool: Pool, writer: Writer, events: readonly Event[]): Promise<readonly RefusedEvent[]> {
  try {
    await inTransaction(pool, client => putAll(client, writer, events));
    return [];
  } catch (cause) {
    if (!isItemFault(cause)) throw cause;
    const [first] = events;
    if (events.length === 1 && first !== undefined)
      return [{ id: first.id, message: `the database refuses it: ${(cause as Error).message}` }];
  }
  const refused: RefusedEvent[] = [];
  for (const event of events) refused.push(...(await storeAll(pool, writer, [event])));
  return refused;
}

async function putAll(client: ClientBase, writer: Writer, events: readonly Event[]): Promise<void> {
  await holdCluster(client, writer);
  const topics = new Set<string>();
  for (const type of EVENT_TYPES) for (const topic of await putType(client, writer.cluster, type, events)) topics.add(topic);
  const change: Change = { cluster: writer.cluster, topics: [...topics] };
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
}

async function putType<T extends EventType>(
  client: ClientBase,
  cluster: string,
  type: T,
  events: readonly Event[],
): Promise<readonly string[]> {
  const own = events.filter((event): event is Extract<Event, { readonly type: T }> => event.type === type);
  if (own.length === 0) return [];
  const store: EventStore<T> = STORES[type];
  await store.put(client, cluster, own);
  return store.topics;
}

function findFault(value: unknown, now: number): string | undefined {
  const [issue] = listEventIssues(value);
  if (issue !== undefined) return `${issue.path.join('.') || 'the event'}: ${issue.message}`;
  const { time } = value as Event;
  const age = now - Date.parse(time);
  if (age <= PAST_MS && age >= -FUTURE_MS) return undefined;
  return `time: '${time}' is not within the last 30 days; set the clocks of the cluster and the server alike`;
}

function readId(value: unknown): string {
  const { id } = (value ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' ? id.slice(0, 200) : '';
}
