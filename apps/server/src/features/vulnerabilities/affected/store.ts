import type { WorkloadSummary } from '@breakwater/model';
import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import type { Db } from '../../../database/connection.ts';
import type { ListSource } from '../../../list/column.ts';
import { matchCluster } from '../../../views/clusters/store.ts';
import {
  coveredBy,
  FINDING_COLUMNS,
  FINDING_TIE,
  type FindingRecord,
  JOIN_PLACED,
  JOINT_STATE,
  joinCovered,
  SELECT_FINDING,
  seesPlace,
} from '../../../views/findings/store.ts';

export interface AffectedImageRecord extends FindingRecord {
  readonly reference: string;
  readonly digest: string;
  readonly workloads: number;
}

export function affectedImagesSource(principal: Principal, id: string): ListSource {
  const { package: name, risk, fixable, base, use, state, firstSeen } = FINDING_COLUMNS;
  return {
    with: sql`${coveredBy(principal, sql<boolean>`a.id = ${id}`)}, placed AS (
      SELECT p.digest, p.reference, count(DISTINCT (p.cluster, p.key)) FILTER (WHERE p.cluster <> '') AS workloads FROM image_place AS p
      WHERE p.digest IN (SELECT f.digest FROM image_vulnerability AS f WHERE f.id = ${id}) AND ${seesPlace(principal)} GROUP BY p.digest, p.reference
    )`,
    from: sql`image_vulnerability AS f JOIN placed AS p ON p.digest = f.digest ${joinCovered(sql`p.reference`)}`,
    select: sql`${SELECT_FINDING}, p.reference, p.digest, p.workloads`,
    where: [sql<boolean>`f.id = ${id}`],
    columns: { reference: { value: sql`p.reference` }, package: name, risk, fixable, base, use, state, firstSeen },
    tie: [{ value: sql`p.reference` }, { value: sql`p.digest` }, ...FINDING_TIE],
    defaultSort: 'reference',
  };
}

export interface AffectedWorkloadRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly key: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly owner: string;
  readonly exposure: WorkloadSummary['exposure'];
  readonly exposedBy: string[];
  readonly risk: number;
  readonly containers: { readonly name: string; readonly reference: string }[];
  readonly state: 'open' | 'accepted' | 'deferred' | 'false-positive';
}

export function affectedWorkloadsSource(principal: Principal, id: string): ListSource {
  return {
    with: sql`affected AS (
      SELECT p.cluster, p.key, ${JOINT_STATE} AS state,
        jsonb_agg(DISTINCT jsonb_build_object('name', p.container, 'reference', p.reference)) AS containers
      FROM image_vulnerability AS f JOIN image_place AS p ON p.digest = f.digest AND p.cluster <> '' ${JOIN_PLACED}
      WHERE f.id = ${id} AND ${seesPlace(principal)} GROUP BY p.cluster, p.key
    )`,
    from: sql`affected AS a JOIN workload AS w ON w.cluster = a.cluster AND w.key = a.key JOIN cluster AS c ON c.id = a.cluster`,
    select: sql`a.cluster, c.name AS "clusterName", a.key, w.namespace, w.kind, w.name, w.owner, w.exposure, w.summary -> 'exposedBy' AS "exposedBy",
      w.risk, a.containers, a.state`,
    where: [],
    columns: {
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`w.namespace` },
      name: { value: sql`w.name` },
      owner: { value: sql`w.owner` },
      exposure: { value: sql`w.exposure` },
      risk: { value: sql`w.risk`, cast: 'real' },
      state: { value: sql`a.state` },
    },
    tie: [{ value: sql`a.cluster` }, { value: sql`a.key` }],
    defaultSort: '-risk',
  };
}

/** What was read of some images, as gzip of JSON. */
export async function readOutputs(
  db: Db,
  digests: readonly string[],
): Promise<readonly { readonly digest: string; readonly output: Buffer }[]> {
  const { rows } = await sql<{ digest: string; output: Buffer }>`
    SELECT digest, output FROM image WHERE digest = ANY (${[...digests]}::text[])`.execute(db);
  return rows;
}
