import type { BehaviorBaseline } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { parseRowId } from '../../list/row-id.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface BaselineRecord {
  readonly cluster: string;
  readonly key: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly workload: string;
  readonly container: string;
  readonly version: string;
  readonly state: BehaviorBaseline['state'];
  readonly coverage: BehaviorBaseline['coverage'];
  readonly lockedBy: string;
  readonly lockedAt: string | null;
  readonly since: string;
  readonly lastSeen: string;
  readonly lastNew: string;
  readonly events: number;
  readonly entries: number;
  readonly pods: number;
  readonly pending: number;
}

const FROM = sql`baseline AS b JOIN cluster AS c ON c.id = b.cluster AND c.removed_at IS NULL`;
const SELECT = sql`b.cluster, b.key, c.name AS "clusterName", b.namespace, b.workload, b.container, b.version, b.state, b.coverage,
  b.locked_by AS "lockedBy", b.locked_at AS "lockedAt", b.since, b.last_seen AS "lastSeen", b.last_new AS "lastNew", b.events, b.entries, b.pods,
  (SELECT count(*) FROM baseline_change AS x WHERE x.cluster = b.cluster AND x.key = b.key AND x.state = 'pending') AS pending`;

function sees(principal: Principal): RawBuilder<boolean> {
  return visible(principal, { cluster: sql`b.cluster`, namespace: sql`b.namespace` });
}

export function baselinesSource(principal: Principal): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [sees(principal)],
    columns: {
      lastNew: { value: sql`b.last_new` },
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`b.namespace` },
      workload: { value: sql`b.workload` },
      container: { value: sql`b.container` },
      version: { value: sql`b.version` },
      state: { value: sql`b.state` },
      coverage: { value: sql`b.coverage` },
      lockedBy: { value: sql`b.locked_by` },
      since: { value: sql`b.since` },
      lastSeen: { value: sql`b.last_seen` },
      entries: { value: sql`b.entries` },
      events: { value: sql`b.events` },
    },
    tie: [{ value: sql`b.cluster` }, { value: sql`b.key` }],
    defaultSort: '-lastNew',
  };
}

/** A row with all that the baseline knows. */
export interface WholeBaseline extends BaselineRecord {
  readonly body: BehaviorBaseline;
}

/** By the id of its row. */
export async function findBaseline(db: Db, principal: Principal, id: string): Promise<WholeBaseline | undefined> {
  const place = parseRowId(id);
  if (place === undefined) return undefined;
  const { rows } = await sql<WholeBaseline>`SELECT ${SELECT}, b.body FROM ${FROM}
    WHERE b.cluster = ${place.cluster} AND b.key = ${place.key} AND ${sees(principal)}`.execute(db);
  return rows[0];
}

/** Versions of a container that are named. */
const MAX_VERSIONS = 50;

type Container = Pick<BaselineRecord, 'cluster' | 'namespace' | 'workload' | 'container'>;
export type VersionRecord = Pick<BaselineRecord, 'cluster' | 'key' | 'version' | 'state' | 'lastSeen'>;

/** The newest first; of a container that was found visible before. */
export async function listVersions(db: Db, { cluster, namespace, workload, container }: Container): Promise<readonly VersionRecord[]> {
  const { rows } = await sql<VersionRecord>`SELECT b.cluster, b.key, b.version, b.state, b.last_seen AS "lastSeen" FROM baseline AS b
    WHERE b.cluster = ${cluster} AND b.namespace = ${namespace} AND b.workload = ${workload} AND b.container = ${container}
    ORDER BY b.last_seen DESC, b.version LIMIT ${MAX_VERSIONS}`.execute(db);
  return rows;
}

export async function findVersion(
  db: Db,
  { cluster, namespace, workload, container }: Container,
  version: string,
): Promise<(VersionRecord & Pick<WholeBaseline, 'body'>) | undefined> {
  const { rows } = await sql<VersionRecord & Pick<WholeBaseline, 'body'>>`
    SELECT b.cluster, b.key, b.version, b.state, b.last_seen AS "lastSeen", b.body FROM baseline AS b
    WHERE b.cluster = ${cluster} AND b.namespace = ${namespace} AND b.workload = ${workload} AND b.container = ${container}
      AND b.version = ${version}`.execute(db);
  return rows[0];
}

/** Of all containers of one version of a workload: policies speak of pods. */
export async function listOfVersion(
  db: Db,
  { cluster, namespace, workload, version }: Pick<BaselineRecord, 'cluster' | 'namespace' | 'workload' | 'version'>,
): Promise<readonly BehaviorBaseline[]> {
  const { rows } = await sql<Pick<WholeBaseline, 'body'>>`SELECT b.body FROM baseline AS b
    WHERE b.cluster = ${cluster} AND b.namespace = ${namespace} AND b.workload = ${workload} AND b.version = ${version}
    ORDER BY b.container`.execute(db);
  return rows.map(({ body }) => body);
}
