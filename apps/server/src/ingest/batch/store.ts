import { ITEM_TYPES, type Item, type ItemType } from '@breakwater/protocol';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { baselines } from '../baseline/store.ts';
import { IngestError } from '../errors.ts';
import { type Changes, groupItems } from '../group-items.ts';
import type { ItemStore } from '../item-store.ts';
import { objects } from '../object/store.ts';
import { policyStates } from '../policy-state/store.ts';
import { problems } from '../problem/store.ts';
import { violations } from '../violation/store.ts';
import { countViolations } from '../violation-count/store.ts';
import { workloads } from '../workload/store.ts';

const STORES: { readonly [T in ItemType]: ItemStore<T> } = {
  object: objects,
  workload: workloads,
  violation: violations,
  'policy-state': policyStates,
  problem: problems,
  baseline: baselines,
};

/** Who writes: a cluster, by the connection that has claimed it. */
export interface Writer {
  readonly cluster: string;
  readonly connection: string;
}

/**
 * Stores a batch in one transaction. When it resolves, the batch is on disk.
 *
 * @throws IngestError
 */
export async function storeBatch(pool: Pool, writer: Writer, items: readonly Item[]): Promise<void> {
  try {
    await inTransaction(pool, async client => {
      await holdCluster(client, writer);
      await applyAll(client, writer.cluster, groupItems(items));
    });
  } catch (cause) {
    throw isItemFault(cause)
      ? new IngestError('item-refused', `the database refuses an item: ${(cause as Error).message}`, { cause })
      : cause;
  }
}

/** Keeps a second connection of the same cluster waiting, and finds out whether there is one already. */
export async function holdCluster(client: ClientBase, { cluster, connection }: Writer): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM cluster WHERE id = $1 AND connection = $2 AND removed_at IS NULL FOR NO KEY UPDATE',
    [cluster, connection],
  );
  if (rowCount === 0) throw new IngestError('connection-replaced', 'another connection of this cluster writes now, or it was removed');
}

async function applyAll(client: ClientBase, cluster: string, changes: { readonly [T in ItemType]: Changes<T> }): Promise<void> {
  const touched = new Set<string>();
  const topics: ItemType[] = [];
  for (const type of ITEM_TYPES) {
    const keys = await applyType(client, cluster, type, changes);
    if (keys === undefined) continue;
    topics.push(type);
    for (const key of keys) touched.add(key);
  }
  await countViolations(client, cluster, [...touched]);
  const change: Change = { cluster, topics };
  if (topics.length > 0) await client.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
}

/** Undefined when there was nothing to do. */
async function applyType<T extends ItemType>(
  client: ClientBase,
  cluster: string,
  type: T,
  changes: { readonly [K in ItemType]: Changes<K> },
): Promise<readonly string[] | undefined> {
  const { puts, removals }: Changes<T> = changes[type];
  if (puts.length + removals.length === 0) return undefined;
  const store: ItemStore<T> = STORES[type];
  const removed = removals.length === 0 ? [] : (await store.remove(client, cluster, removals)).objects;
  const put = puts.length === 0 ? [] : (await store.put(client, cluster, puts)).objects;
  return [...removed, ...put];
}

/** Classes of errors that say the data is at fault and would be at every attempt: https://www.postgresql.org/docs/18/errcodes-appendix.html */
export function isItemFault(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^(?:22|23|54)\w{3}$/.test(code);
}
