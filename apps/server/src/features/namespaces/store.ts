import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { matchCluster, SEVERITY_COUNTS } from '../../views/clusters/store.ts';
import { VIOLATION_PLACE } from '../../views/violations/store.ts';

export interface NamespaceRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly owner: string;
  readonly networkPolicies: number;
  readonly workloads: number;
  readonly violations: number[];
  readonly risk: number;
}

/** Names under which people write who owns something. The sensor's own reading of a workload may know more. */
const OWNER = sql`coalesce(o.raw #>> '{metadata,labels,owner}', o.raw #>> '{metadata,labels,team}', o.raw #>> '{metadata,annotations,owner}', '')`;

/** Namespaces as objects, and those that only workloads name, as in a folder of manifests. */
const NAMESPACES = sql`namespace AS (
  SELECT o.cluster, o.name, coalesce(o.raw #> '{metadata,labels}', '{}') AS labels, ${OWNER} AS owner
  FROM object AS o WHERE o.kind = 'Namespace' AND o.api_version = 'v1'
  UNION ALL
  SELECT DISTINCT w.cluster, w.namespace, '{}'::jsonb, '' FROM workload AS w
  WHERE w.namespace <> '' AND NOT EXISTS (
    SELECT FROM object AS o WHERE o.kind = 'Namespace' AND o.api_version = 'v1' AND o.cluster = w.cluster AND o.name = w.namespace)
), loads AS (
  SELECT cluster, namespace, count(*) AS workloads, max(risk) AS risk FROM workload GROUP BY cluster, namespace
), faults AS (
  SELECT v.cluster, ${VIOLATION_PLACE.namespace} AS namespace, count(*) AS total, ${SEVERITY_COUNTS} AS counts FROM violation AS v
  WHERE v.resolved_at IS NULL AND v.state = 'fail' GROUP BY 1, 2
), rules AS (
  SELECT cluster, namespace, count(*) AS policies FROM object WHERE kind = 'NetworkPolicy' GROUP BY cluster, namespace
)`;

export function namespacesSource(principal: Principal): ListSource {
  return {
    with: NAMESPACES,
    from: sql`namespace AS n JOIN cluster AS c ON c.id = n.cluster AND c.removed_at IS NULL
      LEFT JOIN loads AS l ON l.cluster = n.cluster AND l.namespace = n.name
      LEFT JOIN faults AS f ON f.cluster = n.cluster AND f.namespace = n.name
      LEFT JOIN rules AS r ON r.cluster = n.cluster AND r.namespace = n.name`,
    select: sql`n.cluster, c.name AS "clusterName", n.name, n.labels, n.owner, coalesce(r.policies, 0) AS "networkPolicies",
      coalesce(l.workloads, 0) AS workloads, f.counts AS violations, coalesce(l.risk, 0) AS risk`,
    where: [visible(principal, { cluster: sql`n.cluster`, namespace: sql`n.name` })],
    columns: {
      cluster: { value: sql`c.name`, where: matchCluster },
      name: { value: sql`n.name` },
      owner: { value: sql`n.owner` },
      label: { value: sql`n.labels` },
      violations: { value: sql`coalesce(f.total, 0)` },
      workloads: { value: sql`coalesce(l.workloads, 0)` },
      risk: { value: sql`coalesce(l.risk, 0)::real`, cast: 'real' },
    },
    tie: [{ value: sql`n.cluster` }, { value: sql`n.name` }],
    defaultSort: 'name',
  };
}

export async function findNamespace(
  db: Db,
  principal: Principal,
  { cluster, name }: { readonly cluster: string; readonly name: string },
): Promise<NamespaceRecord | undefined> {
  const { with: prefix, select, from, where } = namespacesSource(principal);
  const { rows } = await sql<NamespaceRecord>`
    WITH ${prefix} SELECT ${select} FROM ${from}
    WHERE n.cluster = ${cluster} AND n.name = ${name} AND ${sql.join([...where], sql` AND `)}`.execute(db);
  return rows[0];
}

export interface PartRecord {
  readonly kind: string;
  readonly name: string;
  readonly raw: Record<string, unknown>;
}

/** Objects that say what holds in a namespace; the namespace itself was found visible before. */
export async function listParts(db: Db, cluster: string, namespace: string, kinds: readonly string[]): Promise<readonly PartRecord[]> {
  const { rows } = await sql<PartRecord>`
    SELECT o.kind, o.name, o.raw FROM object AS o
    WHERE o.cluster = ${cluster} AND o.namespace = ${namespace} AND o.kind = ANY (${[...kinds]}::text[])
    ORDER BY o.kind, o.name LIMIT 2000`.execute(db);
  return rows;
}

export interface Isolation {
  readonly workloads: number;
  readonly ingress: number;
  readonly egress: number;
}

/** Workloads, and those of them that some network policy selects. */
export async function readIsolation(db: Db, cluster: string, namespace: string): Promise<Isolation> {
  const { rows } = await sql<Isolation>`
    SELECT count(*) AS workloads, count(*) FILTER (WHERE w.summary @> '{"networkPolicies": {"ingress": true}}') AS ingress,
      count(*) FILTER (WHERE w.summary @> '{"networkPolicies": {"egress": true}}') AS egress
    FROM workload AS w WHERE w.cluster = ${cluster} AND w.namespace = ${namespace}`.execute(db);
  return rows[0] ?? { workloads: 0, ingress: 0, egress: 0 };
}

export interface AccountUse {
  readonly name: string;
  readonly workloads: number;
  readonly permissions: string[];
}

/** Service accounts that workloads run as, with what the sensor knows of their permissions. */
export async function listAccountUses(db: Db, cluster: string, namespace: string): Promise<readonly AccountUse[]> {
  const { rows } = await sql<AccountUse>`
    SELECT w.summary #>> '{serviceAccount,name}' AS name, count(*) AS workloads,
      (array_agg(w.summary #> '{serviceAccount,permissions}'))[1] AS permissions
    FROM workload AS w WHERE w.cluster = ${cluster} AND w.namespace = ${namespace} GROUP BY 1 ORDER BY 1 LIMIT 500`.execute(db);
  return rows;
}
