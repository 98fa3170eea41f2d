import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { matchCluster, SEVERITY_COUNTS } from '../../views/clusters/store.ts';

export interface NodeRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly ready: boolean;
  readonly info: Readonly<Partial<Record<string, string>>>;
  readonly pods: number;
  readonly violations: number[];
}

const READY = sql`coalesce(o.raw #> '{status,conditions}' @> '[{"type": "Ready", "status": "True"}]', false)`;
const VERSION = sql`coalesce(o.raw #>> '{status,nodeInfo,kubeletVersion}', '')`;

/** Pods come with their workloads, which name up to 100 each. */
const PODS = sql`pods AS (
  SELECT w.cluster, pod ->> 'node' AS node, count(*) AS pods FROM workload AS w, jsonb_array_elements(w.summary -> 'pods') AS pod GROUP BY 1, 2
)`;

export function nodesSource(principal: Principal): ListSource {
  return {
    with: PODS,
    from: sql`object AS o JOIN cluster AS c ON c.id = o.cluster AND c.removed_at IS NULL
      LEFT JOIN pods AS p ON p.cluster = o.cluster AND p.node = o.name`,
    select: sql`o.cluster, c.name AS "clusterName", o.name, coalesce(o.raw #> '{metadata,labels}', '{}') AS labels, ${READY} AS ready,
      coalesce(o.raw #> '{status,nodeInfo}', '{}') AS info,
      coalesce(p.pods, 0) AS pods,
      (SELECT ${SEVERITY_COUNTS} FROM violation AS v WHERE v.cluster = o.cluster AND v.object_key = o.key AND v.resolved_at IS NULL
         AND v.state = 'fail') AS violations`,
    where: [sql<boolean>`o.kind = 'Node' AND o.api_version = 'v1'`, visible(principal, { cluster: sql`o.cluster` })],
    columns: {
      cluster: { value: sql`c.name`, where: matchCluster },
      name: { value: sql`o.name` },
      version: { value: VERSION },
      ready: { value: READY },
    },
    tie: [{ value: sql`o.cluster` }, { value: sql`o.key` }],
    defaultSort: 'name',
  };
}

export interface NodeDetailRecord extends NodeRecord {
  readonly key: string;
  readonly raw: Record<string, unknown>;
}

export async function findNode(
  db: Db,
  principal: Principal,
  { cluster, name }: { readonly cluster: string; readonly name: string },
): Promise<NodeDetailRecord | undefined> {
  const { with: prefix, select, from, where } = nodesSource(principal);
  const { rows } = await sql<NodeDetailRecord>`
    WITH ${prefix} SELECT ${select}, o.key, o.raw FROM ${from}
    WHERE o.cluster = ${cluster} AND o.name = ${name} AND ${sql.join([...where], sql` AND `)}`.execute(db);
  return rows[0];
}

export interface NodeLoad {
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly risk: number;
  readonly pods: number;
}

const HERE = (cluster: string, node: string) => sql`w.cluster = ${cluster}
  AND w.summary @> jsonb_build_object('pods', jsonb_build_array(jsonb_build_object('node', ${node}::text)))`;

/** Workloads with pods on a node; whoever sees the node sees every namespace. */
export async function listLoads(db: Db, cluster: string, node: string): Promise<readonly NodeLoad[]> {
  const { rows } = await sql<NodeLoad>`
    SELECT w.key, w.kind, w.namespace, w.name, w.risk,
      (SELECT count(*) FROM jsonb_array_elements(w.summary -> 'pods') AS pod WHERE pod ->> 'node' = ${node}) AS pods
    FROM workload AS w WHERE ${HERE(cluster, node)} ORDER BY w.risk DESC, w.key LIMIT 1000`.execute(db);
  return rows;
}

export async function listImagesOn(db: Db, cluster: string, node: string): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    SELECT DISTINCT i.reference FROM workload_image AS i JOIN workload AS w ON w.cluster = i.cluster AND w.key = i.key
    WHERE ${HERE(cluster, node)} ORDER BY 1 LIMIT 1000`.execute(db);
  return rows.map(({ reference }) => reference);
}

/** Whether some workload of the cluster has more pods than it names. */
export async function hasUnnamedPods(db: Db, cluster: string): Promise<boolean> {
  const { rows } =
    await sql`SELECT FROM workload WHERE cluster = ${cluster} AND pods > jsonb_array_length(summary -> 'pods') LIMIT 1`.execute(db);
  return rows.length > 0;
}
