import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import { VIOLATION_PLACE } from '../../views/violations/store.ts';

export interface Figures {
  readonly clusters: number;
  readonly nodes: number;
  readonly namespaces: number;
  readonly workloads: number;
  readonly images: number;
  readonly problems: number;
}

/** Counts of everything that a principal may see, in one cluster or in all. */
export async function readFigures(db: Db, principal: Principal, cluster: RawBuilder<boolean>): Promise<Figures> {
  const seen = (cluster: string, namespace: string) => visible(principal, { cluster: sql.raw(cluster), namespace: sql.raw(namespace) });
  const { rows } = await sql<Figures>`
    WITH c AS (SELECT c.id, c.name FROM cluster AS c WHERE c.removed_at IS NULL AND ${cluster} AND ${visible(principal, { cluster: sql`c.id` }, true)})
    SELECT (SELECT count(*) FROM c) AS clusters,
      (SELECT count(*) FROM object AS o JOIN c ON c.id = o.cluster WHERE o.kind = 'Node' AND o.api_version = 'v1'
        AND ${visible(principal, { cluster: sql`o.cluster` })}) AS nodes,
      (SELECT count(*) FROM (
        SELECT o.cluster, o.name FROM object AS o JOIN c ON c.id = o.cluster
        WHERE o.kind = 'Namespace' AND o.api_version = 'v1' AND ${seen('o.cluster', 'o.name')}
        UNION SELECT w.cluster, w.namespace FROM workload AS w JOIN c ON c.id = w.cluster
        WHERE w.namespace <> '' AND ${seen('w.cluster', 'w.namespace')}) AS n) AS namespaces,
      (SELECT count(*) FROM workload AS w JOIN c ON c.id = w.cluster WHERE ${seen('w.cluster', 'w.namespace')}) AS workloads,
      (SELECT count(DISTINCT i.reference) FROM workload_image AS i JOIN c ON c.id = i.cluster WHERE ${seen('i.cluster', 'i.namespace')}) AS images,
      (SELECT count(*) FROM problem AS p JOIN c ON c.id = p.cluster) AS problems`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('a query without FROM has a row');
  return row;
}

export interface StandingCount {
  readonly policy: string;
  readonly state: string;
  readonly severity: number;
  readonly total: number;
}

/** Violations that stand, by policy, state and severity. */
export async function countStanding(db: Db, principal: Principal, cluster: RawBuilder<boolean>): Promise<readonly StandingCount[]> {
  const { rows } = await sql<StandingCount>`
    SELECT v.policy, v.state, v.severity, count(*) AS total FROM violation AS v JOIN cluster AS c ON c.id = v.cluster AND c.removed_at IS NULL
    WHERE v.resolved_at IS NULL AND ${cluster} AND ${visible(principal, VIOLATION_PLACE)}
    GROUP BY v.policy, v.state, v.severity`.execute(db);
  return rows;
}

export interface DayCount {
  readonly day: string;
  readonly opened: number;
  readonly resolved: number;
}

/** What opened and what was resolved on each of the last 14 days, UTC. */
export async function countDays(db: Db, principal: Principal, cluster: RawBuilder<boolean>): Promise<readonly DayCount[]> {
  const { rows } = await sql<DayCount>`
    WITH event AS (
      SELECT (h.time AT TIME ZONE 'UTC')::date AS day, h.event FROM violation_history AS h
      JOIN violation AS v ON v.id = h.violation JOIN cluster AS c ON c.id = v.cluster AND c.removed_at IS NULL
      WHERE h.event IN ('opened', 'reopened', 'resolved') AND h.time >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '13 days'
        AND ${cluster} AND ${visible(principal, VIOLATION_PLACE)}
    )
    SELECT to_char(day, 'YYYY-MM-DD') AS day, count(event.event) FILTER (WHERE event.event <> 'resolved') AS opened,
      count(event.event) FILTER (WHERE event.event = 'resolved') AS resolved
    FROM generate_series((now() AT TIME ZONE 'UTC')::date - 13, (now() AT TIME ZONE 'UTC')::date, interval '1 day') AS days (day)
    LEFT JOIN event USING (day) GROUP BY day ORDER BY day`.execute(db);
  return rows;
}
