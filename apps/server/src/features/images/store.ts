import type { Condition } from '@breakwater/api';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface ImageRecord {
  readonly reference: string;
  readonly digests: string[];
  readonly workloads: number;
  readonly clusters: number;
  readonly pinned: boolean;
}

export interface ImageUse {
  readonly cluster: string;
  readonly clusterName: string;
  readonly key: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly container: string;
}

const SEEN = (principal: Principal) => visible(principal, { cluster: sql`i.cluster`, namespace: sql`i.namespace` });

/** Images of what the principal may see, one row per reference. */
export function imagesSource(principal: Principal): ListSource {
  const seen = SEEN(principal);
  return {
    with: sql`image AS (
      SELECT i.reference, count(DISTINCT (i.cluster, i.key)) AS workloads, count(DISTINCT i.cluster) AS clusters, i.reference LIKE '%@%' AS pinned
      FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL WHERE ${seen} GROUP BY i.reference
    )`,
    from: sql`image AS g`,
    select: sql`g.reference, g.workloads, g.clusters, g.pinned,
      (SELECT coalesce(array_agg(DISTINCT digest), '{}') FROM workload_image AS i, unnest(i.digests) AS digest
       WHERE i.reference = g.reference AND ${seen}) AS digests`,
    where: [],
    columns: {
      reference: { value: sql`g.reference` },
      cluster: {
        value: sql`g.reference`,
        known: sql`unnest(ARRAY(SELECT c.name FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster WHERE i.reference = g.reference AND ${seen}))`,
        where: condition => matchUse(seen, matchCluster, condition),
      },
      namespace: {
        value: sql`g.reference`,
        known: sql`unnest(ARRAY(SELECT i.namespace FROM workload_image AS i WHERE i.reference = g.reference AND ${seen}))`,
        where: condition => matchUse(seen, part => match(sql`i.namespace`, sql`text`, part), condition),
      },
      pinned: { value: sql`g.pinned` },
      workloads: { value: sql`g.workloads` },
    },
    tie: [{ value: sql`g.reference` }],
    defaultSort: 'reference',
  };
}

/** Whether one use of the image fits; negated, whether none does. */
function matchUse(
  seen: RawBuilder<boolean>,
  toMatch: (condition: Condition) => RawBuilder<boolean>,
  condition: Condition,
): RawBuilder<boolean> {
  const positive: Condition = { ...condition, operator: condition.operator.endsWith('~') ? '~' : '=' };
  const found = sql<boolean>`EXISTS (SELECT FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster
    WHERE i.reference = g.reference AND ${seen} AND ${toMatch(positive)})`;
  return condition.operator.startsWith('!') ? sql<boolean>`NOT ${found}` : found;
}

export async function findImage(db: Db, principal: Principal, reference: string): Promise<ImageRecord | undefined> {
  const { with: prefix, select, from } = imagesSource(principal);
  const { rows } = await sql<ImageRecord>`WITH ${prefix} SELECT ${select} FROM ${from} WHERE g.reference = ${reference}`.execute(db);
  return rows[0];
}

export async function listUses(db: Db, principal: Principal, reference: string): Promise<readonly ImageUse[]> {
  const { rows } = await sql<ImageUse>`
    SELECT i.cluster, c.name AS "clusterName", i.key, w.namespace, w.kind, w.name, i.container
    FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL
    JOIN workload AS w ON w.cluster = i.cluster AND w.key = i.key
    WHERE i.reference = ${reference} AND ${SEEN(principal)} ORDER BY c.name, i.key, i.container LIMIT 1000`.execute(db);
  return rows;
}
