import { HASH_PAGE, type Hello, type ItemType, type Status } from '@breakwater/protocol';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Pool } from '../../database/connection.ts';
import type { Writer } from '../../ingest/batch/store.ts';

const CLAIM = `
UPDATE cluster SET connection = $2, sensor_version = $3, sensor_protocol = $4, capabilities = $5, version = $6, distribution = $7, revision = $8,
  connected_at = now(), contact_at = now()
WHERE id = $1 AND removed_at IS NULL`;

/** This connection writes from now on, and none before it. False when the cluster was removed or never enrolled. */
export async function claimCluster(pool: Pool, { cluster, connection }: Writer, hello: Hello): Promise<boolean> {
  const { version, protocol, capabilities, revision } = hello;
  const { version: kubernetes = '', distribution = '' } = hello.cluster;
  const values = [cluster, connection, version, protocol, capabilities, kubernetes, distribution, revision];
  const { rowCount } = await pool.query(CLAIM, values);
  await tell(pool, cluster);
  return rowCount === 1;
}

/** Nobody is connected any more, unless another connection has taken over. */
export async function releaseCluster(pool: Pool, { cluster, connection }: Writer): Promise<void> {
  await pool.query('UPDATE cluster SET connection = NULL, contact_at = now() WHERE id = $1 AND connection = $2', [cluster, connection]);
  await tell(pool, cluster);
}

/** A sensor that was started anew, or has heard of nobody for long, knows of no replica and no agent: those that were told last are silent since. */
const STATUS = `
UPDATE cluster SET status = $3, revision = $4, contact_at = now(),
  replicas = CASE WHEN $5::jsonb = '[]' THEN replicas ELSE $5::jsonb END,
  replicas_at = CASE WHEN $5::jsonb = '[]' THEN replicas_at WHEN $5::jsonb IS NULL THEN NULL ELSE now() END,
  agents = CASE WHEN $6::jsonb = '[]' THEN agents ELSE $6::jsonb END,
  agents_at = CASE WHEN $6::jsonb = '[]' THEN agents_at WHEN $6::jsonb IS NULL THEN NULL ELSE now() END
WHERE id = $1 AND connection = $2 AND removed_at IS NULL`;

/** Keeps the sensor's health. False when another connection writes now, or the cluster was removed. */
export async function storeStatus(pool: Pool, { cluster, connection }: Writer, status: Status): Promise<boolean> {
  const { type: _type, replicas, agents, ...kept } = status;
  const told = [replicas, agents].map(list => (list === undefined ? null : JSON.stringify(list)));
  const { rowCount } = await pool.query(STATUS, [cluster, connection, JSON.stringify(kept), status.revision, ...told]);
  await tell(pool, cluster);
  return rowCount === 1;
}

/** The server's picture of the cluster is whole. */
export async function markSynced(pool: Pool, { cluster, connection }: Writer): Promise<boolean> {
  const { rowCount } = await pool.query(
    'UPDATE cluster SET synced_at = now(), contact_at = now() WHERE id = $1 AND connection = $2 AND removed_at IS NULL',
    [cluster, connection],
  );
  await tell(pool, cluster);
  return rowCount === 1;
}

/** After many rows have come at once, so that lists are planned well from the first look on. */
export async function refreshStatistics(pool: Pool): Promise<void> {
  await pool.query('ANALYZE cluster, object, workload, workload_image, violation, violation_count, violation_history, policy_state');
}

async function tell(pool: Pool, cluster: string): Promise<void> {
  const change: Change = { cluster, topics: ['cluster'] };
  await pool.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
}

const TABLES: Readonly<Record<ItemType, string>> = {
  object: 'object',
  workload: 'workload',
  violation: 'violation',
  'policy-state': 'policy_state',
  problem: 'problem',
  baseline: 'baseline',
};

/** Keys and hashes of what is stored of one type, after a key; a page is full unless it is the last. */
export async function listHashes(pool: Pool, cluster: string, type: ItemType, after: string): Promise<[string, string][]> {
  const open = type === 'violation' ? 'AND resolved_at IS NULL' : '';
  const { rows } = await pool.query<{ key: string; hash: string }>(
    `SELECT key, hash FROM ${TABLES[type]} WHERE cluster = $1 AND key > $2 ${open} ORDER BY key LIMIT ${HASH_PAGE}`,
    [cluster, after],
  );
  return rows.map(({ key, hash }) => [key, hash]);
}
