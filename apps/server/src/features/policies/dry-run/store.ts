import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import { visible } from '../../../access/visible.ts';
import type { Db } from '../../../database/connection.ts';

/** A cluster as far as it matters for what could be judged there. */
export interface JudgedCluster {
  readonly id: string;
  readonly name: string;
  /** Of Kubernetes, as v1.36.3; empty while nobody told. */
  readonly version: string;
  readonly synced: boolean;
  /** What could not be read there, a message each. */
  readonly unreadable: readonly string[];
}

export async function listJudgedClusters(db: Db, principal: Principal): Promise<readonly JudgedCluster[]> {
  const { rows } = await sql<JudgedCluster>`
    SELECT c.id, c.name, c.version, c.synced_at IS NOT NULL AS synced,
      ARRAY(SELECT p.message FROM problem AS p WHERE p.cluster = c.id AND p.code IN ('kind-unreadable', 'object-unjudged') ORDER BY p.key LIMIT 5) AS unreadable
    FROM cluster AS c WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` }, true)} ORDER BY c.name, c.id`.execute(db);
  return rows;
}

interface Row {
  readonly key: string;
  readonly text: string;
}

/** Objects of a cluster that a principal may see, as JSON, some at a time in the order of their keys. */
export async function* readObjects(db: Db, principal: Principal, cluster: string, page: number): AsyncGenerator<readonly string[]> {
  for (let last = ''; ; ) {
    const { rows } = await sql<Row>`
      SELECT o.key, o.raw::text AS text FROM object AS o
      WHERE o.cluster = ${cluster} AND o.key > ${last} AND ${visible(principal, { cluster: sql`o.cluster`, namespace: sql`o.namespace` })}
      ORDER BY o.key LIMIT ${page}`.execute(db);
    if (rows.length > 0) yield rows.map(({ text }) => text);
    const end = rows.at(-1);
    if (end === undefined || rows.length < page) return;
    last = end.key;
  }
}
