import type { AdmissionDecision } from '@breakwater/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface DecisionRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly day: string;
  readonly key: string;
  readonly time: string;
  readonly lastSeen: string;
  readonly operation: string;
  readonly kind: string;
  readonly subResource: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly owner: string;
  readonly allowed: boolean;
  readonly mode: string;
  readonly breakGlass: boolean;
  readonly policies: readonly string[];
  readonly count: number;
}

const OWNER = sql`CASE WHEN d.controller = '' THEN d.kind || ' ' || d.name ELSE d.controller END`;
const SELECT = sql`d.cluster, c.name AS "clusterName", d.day::text AS day, d.id AS key, d.time, d.last_seen AS "lastSeen", d.operation, d.kind,
  d.sub_resource AS "subResource", d.namespace, d.name, d.username AS user, ${OWNER} AS owner, d.allowed, d.mode, d.broken_glass AS "breakGlass",
  d.policies, d.count`;
const FROM = sql`admission_decision AS d JOIN cluster AS c ON c.id = d.cluster AND c.removed_at IS NULL`;
const seenBy = (principal: Principal) => visible(principal, { cluster: sql`d.cluster`, namespace: sql`d.namespace` });

export function decisionsSource(principal: Principal): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [seenBy(principal)],
    columns: {
      lastSeen: { value: sql`d.last_seen` },
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`d.namespace` },
      kind: { value: sql`d.kind` },
      name: { value: sql`d.name` },
      operation: { value: sql`d.operation` },
      user: { value: sql`d.username` },
      owner: { value: OWNER },
      policy: { value: sql`d.id`, known: sql`unnest(d.policies)`, where: matchPolicy },
      allowed: { value: sql`d.allowed` },
      breakGlass: { value: sql`d.broken_glass` },
      mode: { value: sql`d.mode` },
      count: { value: sql`d.count` },
    },
    tie: [{ value: sql`d.cluster` }, { value: sql`d.id` }],
    defaultSort: '-lastSeen',
  };
}

const matchPolicy: NonNullable<ListSource['columns'][string]['where']> = condition => {
  const positive = { ...condition, operator: condition.operator.endsWith('~') ? ('~' as const) : ('=' as const) };
  const found: RawBuilder<boolean> = sql<boolean>`EXISTS (SELECT FROM unnest(d.policies) AS policy WHERE ${match(sql`policy`, sql`text`, positive)})`;
  return condition.operator.startsWith('!') ? sql<boolean>`NOT ${found}` : found;
};

export interface DecisionDetail extends DecisionRecord {
  readonly body: Omit<AdmissionDecision, 'object'>;
  readonly object: Record<string, unknown> | null;
}

export async function readDecision(
  db: Db,
  principal: Principal,
  place: { readonly cluster: string; readonly day: string; readonly key: string },
): Promise<DecisionDetail | undefined> {
  const { rows } = await sql<DecisionDetail>`SELECT ${SELECT}, d.body, o.body AS object FROM ${FROM}
    LEFT JOIN admission_object AS o ON o.cluster = d.cluster AND o.hash = d.object_hash
    WHERE d.cluster = ${place.cluster} AND d.day = ${place.day}::date AND d.id = ${place.key} AND ${seenBy(principal)}`.execute(db);
  return rows[0];
}

interface Counted {
  readonly name: string;
  readonly requests: number;
}

export interface Summary {
  readonly allowed: number;
  readonly denied: number;
  readonly brokenGlass: number;
  readonly failed: number;
  readonly series: readonly { readonly time: string; readonly allowed: number; readonly denied: number }[];
  readonly byPolicy: readonly Counted[];
  readonly byUser: readonly Counted[];
  readonly byNamespace: readonly Counted[];
  readonly byOwner: readonly Counted[];
}

const json = (query: RawBuilder<unknown>) => sql`(SELECT coalesce(json_agg(r), '[]') FROM (${query}) AS r)`;
const most = (name: RawBuilder<unknown>) =>
  json(sql`SELECT ${name} AS name, sum(count)::integer AS requests FROM seen WHERE NOT allowed GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`);

/** Counts of the last days, of what a principal may see. */
export async function readSummary(db: Db, principal: Principal, days: number, cluster: RawBuilder<boolean>): Promise<Summary> {
  const unit = days <= 2 ? 'hour' : 'day';
  const { rows } = await sql<Summary>`WITH seen AS (
      SELECT d.last_seen, d.allowed, d.count, d.policies, d.username, d.namespace, ${OWNER} AS owner, d.broken_glass, d.mode FROM ${FROM}
      WHERE d.last_seen > now() - ${days}::integer * interval '1 day' AND ${seenBy(principal)} AND ${cluster})
    SELECT coalesce(sum(count) FILTER (WHERE allowed), 0)::integer AS allowed, coalesce(sum(count) FILTER (WHERE NOT allowed), 0)::integer AS denied,
      coalesce(sum(count) FILTER (WHERE broken_glass), 0)::integer AS "brokenGlass",
      coalesce(sum(count) FILTER (WHERE mode LIKE 'failed-%'), 0)::integer AS failed,
      ${json(sql`SELECT to_char(date_trunc(${unit}, last_seen AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS time,
        coalesce(sum(count) FILTER (WHERE allowed), 0)::integer AS allowed, coalesce(sum(count) FILTER (WHERE NOT allowed), 0)::integer AS denied
        FROM seen GROUP BY 1 ORDER BY 1`)} AS series,
      ${json(sql`SELECT p AS name, sum(count)::integer AS requests FROM seen, unnest(policies) AS p WHERE NOT allowed GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`)} AS "byPolicy",
      ${most(sql`username`)} AS "byUser", ${most(sql`namespace`)} AS "byNamespace", ${most(sql`owner`)} AS "byOwner"
    FROM seen`.execute(db);
  return (
    rows[0] ?? { allowed: 0, denied: 0, brokenGlass: 0, failed: 0, series: [], byPolicy: [], byUser: [], byNamespace: [], byOwner: [] }
  );
}
