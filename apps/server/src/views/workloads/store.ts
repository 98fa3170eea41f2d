import type { Condition } from '@breakwater/api';
import type { WorkloadSummary } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { matchCluster } from '../clusters/store.ts';

export interface WorkloadRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: string;
  readonly exposure: WorkloadSummary['exposure'];
  readonly podCount: number;
  readonly images: string[];
  readonly risk: number;
  readonly topReason: WorkloadSummary['risk']['reasons'][number] | null;
  readonly violations: number[] | null;
  readonly updatedAt: string;
}

export interface WorkloadDetail extends WorkloadRecord {
  readonly summary: WorkloadSummary;
  readonly object: Record<string, unknown> | null;
}

const FROM = sql`workload AS w JOIN cluster AS c ON c.id = w.cluster AND c.removed_at IS NULL
  LEFT JOIN violation_count AS k ON k.cluster = w.cluster AND k.key = w.key`;

const SELECT = sql`w.cluster, c.name AS "clusterName", w.key, w.kind, w.namespace, w.name, w.owner, w.exposure, w.pods AS "podCount", w.risk,
  (SELECT coalesce(array_agg(DISTINCT i.reference), '{}') FROM workload_image AS i WHERE i.cluster = w.cluster AND i.key = w.key) AS images,
  w.top_reason AS "topReason", k.violations, w.seen_at AS "updatedAt"`;

const PLACE = { cluster: sql`w.cluster`, namespace: sql`w.namespace` };

export function workloadsSource(principal: Principal): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [visible(principal, PLACE)],
    columns: {
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`w.namespace` },
      name: { value: sql`w.name` },
      kind: { value: sql`w.kind` },
      owner: { value: sql`w.owner` },
      label: { value: sql`w.labels` },
      image: {
        value: sql`w.key`,
        known: sql`unnest(ARRAY(SELECT i.reference FROM ${IMAGES}))`,
        where: condition => matchRelated(IMAGES, sql`i.reference`, condition),
      },
      exposure: { value: sql`w.exposure` },
      severity: { value: sql`coalesce(k.severity, -1)` },
      policy: {
        value: sql`w.key`,
        known: sql`unnest(ARRAY(SELECT v.policy FROM ${VIOLATIONS}))`,
        where: condition => matchRelated(VIOLATIONS, sql`v.policy`, condition),
      },
      risk: { value: sql`w.risk`, cast: 'real' },
      violations: { value: sql`coalesce(k.total, 0)` },
    },
    tie: [{ value: sql`w.cluster` }, { value: sql`w.key` }],
    defaultSort: '-risk',
  };
}

const IMAGES = sql`workload_image AS i WHERE i.cluster = w.cluster AND i.key = w.key`;
const VIOLATIONS = sql`violation AS v WHERE v.cluster = w.cluster AND v.object_key = w.key AND v.resolved_at IS NULL AND v.state = 'fail'`;

/** Whether the workload has one such row; negated, whether it has none. */
function matchRelated(rows: RawBuilder<unknown>, value: RawBuilder<unknown>, condition: Condition): RawBuilder<boolean> {
  const positive = { ...condition, operator: condition.operator.endsWith('~') ? ('~' as const) : ('=' as const) };
  const found = sql<boolean>`EXISTS (SELECT FROM ${rows} AND ${match(value, sql`text`, positive)})`;
  return condition.operator.startsWith('!') ? sql<boolean>`NOT ${found}` : found;
}

export async function findWorkload(
  db: Db,
  principal: Principal,
  { cluster, key }: { readonly cluster: string; readonly key: string },
): Promise<WorkloadDetail | undefined> {
  const { rows } = await sql<WorkloadDetail>`
    SELECT ${SELECT}, w.summary, o.raw AS object FROM ${FROM} LEFT JOIN object AS o ON o.cluster = w.cluster AND o.key = w.key
    WHERE w.cluster = ${cluster} AND w.key = ${key} AND ${visible(principal, PLACE)}`.execute(db);
  return rows[0];
}

/** The workloads at most risk, in a cluster or in all. */
export async function listMostAtRisk(
  db: Db,
  principal: Principal,
  cluster: RawBuilder<boolean>,
  limit: number,
): Promise<readonly WorkloadRecord[]> {
  const { rows } = await sql<WorkloadRecord>`
    SELECT ${SELECT} FROM ${FROM} WHERE ${visible(principal, PLACE)} AND ${cluster}
    ORDER BY w.risk DESC, w.cluster DESC, w.key DESC LIMIT ${limit}`.execute(db);
  return rows;
}
