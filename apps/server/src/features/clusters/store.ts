import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { CLUSTER_STATE, SEVERITY_COUNTS } from '../../views/clusters/store.ts';
import { VIOLATION_PLACE } from '../../views/violations/store.ts';

export interface ClusterRecord {
  readonly id: string;
  readonly name: string;
  readonly type: 'kubernetes' | 'folder';
  readonly version: string;
  readonly distribution: string;
  readonly state: 'connected' | 'syncing' | 'away' | 'never-seen';
  readonly sensorVersion: string;
  readonly capabilities: string[];
  readonly firstSeenAt: string;
  readonly lastSeenAt: string | null;
  readonly syncedAt: string | null;
  readonly certificateExpiresAt: string | null;
  readonly revision: number;
  readonly status: { readonly spool?: { readonly items: number; readonly bytes: number; readonly dropped: number } };
  readonly objects: number;
  readonly workloads: number;
  readonly nodes: number;
  readonly violations: number[];
  readonly problems: number;
}

/** Counts are of what the principal may see. */
export function clustersSource(principal: Principal): ListSource {
  const seen = (cluster: string, namespace: string) => visible(principal, { cluster: sql.raw(cluster), namespace: sql.raw(namespace) });
  return {
    from: sql`cluster AS c`,
    select: sql`c.id, c.name, c.type, c.version, c.distribution, ${CLUSTER_STATE} AS state, c.sensor_version AS "sensorVersion", c.capabilities,
      c.created_at AS "firstSeenAt", c.contact_at AS "lastSeenAt", c.synced_at AS "syncedAt",
      c.certificate_expires_at AS "certificateExpiresAt", c.revision, c.status,
      (SELECT count(*) FROM object AS o WHERE o.cluster = c.id AND ${seen('o.cluster', 'o.namespace')}) AS objects,
      (SELECT count(*) FROM workload AS w WHERE w.cluster = c.id AND ${seen('w.cluster', 'w.namespace')}) AS workloads,
      (SELECT count(*) FROM object AS o WHERE o.cluster = c.id AND o.kind = 'Node' AND ${visible(principal, { cluster: sql`o.cluster` })}) AS nodes,
      (SELECT ${SEVERITY_COUNTS} FROM violation AS v WHERE v.cluster = c.id AND v.resolved_at IS NULL AND v.state = 'fail' AND ${visible(principal, VIOLATION_PLACE)}) AS violations,
      (SELECT count(*) FROM problem AS p WHERE p.cluster = c.id) AS problems`,
    where: [sql<boolean>`c.removed_at IS NULL`, visible(principal, { cluster: sql`c.id` }, true)],
    columns: { name: { value: sql`c.name` }, state: { value: sql`${CLUSTER_STATE}` } },
    tie: [{ value: sql`c.id` }],
    defaultSort: 'name',
  };
}

export async function findCluster(db: Db, principal: Principal, id: string): Promise<ClusterRecord | undefined> {
  const { select, from, where } = clustersSource(principal);
  const { rows } = await sql<ClusterRecord>`
    SELECT ${select} FROM ${from} WHERE ${sql.join([...where], sql` AND `)} AND c.id = ${id}`.execute(db);
  return rows[0];
}

export async function renameCluster(db: Db, id: string, name: string): Promise<void> {
  await db.updateTable('cluster').set({ name }).where('id', '=', id).execute();
  await tell(db, id);
}

/** From now on its sensor is refused and nothing of it is shown; what was observed is then deleted. */
export async function removeCluster(db: Db, id: string): Promise<void> {
  await db.updateTable('cluster').set({ removed_at: new Date(), connection: null }).where('id', '=', id).execute();
  for (const table of [
    'violation',
    'violation_history',
    'violation_count',
    'workload',
    'workload_image',
    'object',
    'policy_state',
    'problem',
    'baseline',
    'baseline_change',
  ] as const) {
    await db.deleteFrom(table).where('cluster', '=', id).execute();
  }
  await tell(db, id);
}

async function tell(db: Db, cluster: string): Promise<void> {
  const change: Change = { cluster, topics: ['cluster'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}

export interface JoinTokenRecord {
  readonly id: string;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedBy: string | null;
}

export const joinTokensSource: ListSource = {
  from: sql`join_token`,
  select: sql`id, name, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt", cluster AS "usedBy"`,
  where: [],
  columns: { name: { value: sql`name` } },
  tie: [{ value: sql`id`, cast: 'uuid' }],
  defaultSort: 'name',
};

export async function findJoinToken(db: Db, id: string): Promise<JoinTokenRecord | undefined> {
  return (await sql<JoinTokenRecord>`SELECT ${joinTokensSource.select} FROM join_token WHERE id = ${id}::uuid`.execute(db)).rows[0];
}

export async function deleteJoinToken(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('join_token').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}
