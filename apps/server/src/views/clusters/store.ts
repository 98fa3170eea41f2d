import { type Condition, type ListFields, parseFilter } from '@breakwater/api';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { match, matchAny } from '../../list/where.ts';

/** A sensor says how it is every 10 seconds; when several words are missed nobody is there, whatever the row says. */
export const CLUSTER_STATE = sql<string>`CASE WHEN c.contact_at IS NULL THEN 'never-seen'
  WHEN c.connection IS NULL OR c.contact_at < now() - interval '45 seconds' THEN 'away'
  WHEN c.synced_at IS NULL OR c.synced_at < c.connected_at THEN 'syncing' ELSE 'connected' END`;

/** Clusters are asked for by id or by name. */
export function matchCluster(condition: Condition): RawBuilder<boolean> {
  return matchAny([sql`c.id`, sql`c.name`], condition);
}

/**
 * Ids of the clusters that a filter names, so that rows of theirs are found by an index that begins with the id; undefined for a filter that names none. A name may be that of several.
 */
export async function findNamedClusters(db: Db, filter: string | undefined, fields: ListFields): Promise<readonly string[] | undefined> {
  const outcome = parseFilter(filter ?? '', fields);
  const named =
    'problem' in outcome ? undefined : outcome.conditions.find(({ field, operator }) => field === 'cluster' && operator === '=');
  if (named === undefined) return undefined;
  const { rows } = await sql<{ id: string }>`SELECT c.id FROM cluster AS c WHERE ${matchCluster(named)}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The same for a parameter that names one cluster; without it any. */
export function matchOneCluster(cluster: string | undefined): RawBuilder<boolean> {
  if (cluster === undefined) return sql<boolean>`true`;
  const condition: Condition = { field: 'cluster', operator: '=', values: [cluster] };
  return sql<boolean>`(${match(sql`c.id`, sql`text`, condition)} OR ${match(sql`c.name`, sql`text`, condition)})`;
}

/** Counts of open violations by severity, as an array, over rows called v. */
export const SEVERITY_COUNTS = sql<number[]>`ARRAY[count(v.id) FILTER (WHERE v.severity = 0), count(v.id) FILTER (WHERE v.severity = 1),
  count(v.id) FILTER (WHERE v.severity = 2), count(v.id) FILTER (WHERE v.severity = 3), count(v.id) FILTER (WHERE v.severity = 4)]::integer[]`;
