import { sql } from 'kysely';
import type { Principal } from '../access/principal.ts';
import { seesWholeClusters, visible } from '../access/visible.ts';
import type { Db } from '../database/connection.ts';

/** A cluster as far as it matters for what can be computed of it. */
export interface AnalysedCluster {
  readonly id: string;
  /** Of Kubernetes, as v1.36.3; empty while nobody told. */
  readonly version: string;
  /** Everything was sent, and everything could be read. */
  readonly isWhole: boolean;
}

/** By id or name. */
export async function findAnalysedCluster(db: Db, principal: Principal, cluster: string): Promise<AnalysedCluster | undefined> {
  const { rows } = await sql<AnalysedCluster>`
    SELECT c.id, c.version, c.synced_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM problem AS p WHERE p.cluster = c.id AND p.code IN ('kind-unreadable', 'object-unjudged')) AS "isWhole"
    FROM cluster AS c WHERE c.removed_at IS NULL AND (c.id = ${cluster} OR c.name = ${cluster})
      AND ${visible(principal, { cluster: sql`c.id` }, true)} ORDER BY c.id = ${cluster} DESC LIMIT 1`.execute(db);
  return rows[0];
}

/** Another text whenever an object has come, changed or gone. */
export async function readState(db: Db, cluster: string): Promise<string> {
  const { rows } = await sql<{ readonly state: string }>`
    SELECT count(*) || ' ' || coalesce(max(seen_at)::text, '') AS state FROM object WHERE cluster = ${cluster}`.execute(db);
  return rows[0]?.state ?? '';
}

/** Namespaces of a cluster that a principal may see; undefined for all. */
export async function listVisibleNamespaces(db: Db, principal: Principal, cluster: string): Promise<readonly string[] | undefined> {
  if (seesWholeClusters(principal)) return undefined;
  const { rows } = await sql<{ readonly namespace: string }>`
    SELECT DISTINCT o.namespace FROM object AS o
    WHERE o.cluster = ${cluster} AND ${visible(principal, { cluster: sql`o.cluster`, namespace: sql`o.namespace` })}`.execute(db);
  return rows.map(({ namespace }) => namespace);
}

interface Row {
  readonly key: string;
  readonly text: string;
}

/**
 * All objects of a cluster as JSON, some at a time in the order of their keys, whoever asks: what a policy of another namespace says counts for
 * what happens in this one. What of it is told is for the questions to bound.
 */
export async function* readAllObjects(db: Db, cluster: string, page: number): AsyncGenerator<readonly string[]> {
  for (let last = ''; ; ) {
    const { rows } = await sql<Row>`
      SELECT o.key, o.raw::text AS text FROM object AS o WHERE o.cluster = ${cluster} AND o.key > ${last} ORDER BY o.key LIMIT ${page}`.execute(
      db,
    );
    if (rows.length > 0) yield rows.map(({ text }) => text);
    const end = rows.at(-1);
    if (end === undefined || rows.length < page) return;
    last = end.key;
  }
}
