import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import { CLUSTER_STATE } from '../../views/clusters/store.ts';

export interface ClusterFacts {
  readonly id: string;
  readonly name: string;
  readonly state: 'connected' | 'syncing' | 'away' | 'never-seen';
  readonly workloads: number;
}

/** Clusters of which the principal sees at least a part. */
export async function listClusters(db: Db, principal: Principal, cluster: RawBuilder<boolean>): Promise<readonly ClusterFacts[]> {
  const { rows } = await sql<ClusterFacts>`
    SELECT c.id, c.name, ${CLUSTER_STATE} AS state,
      (SELECT count(*) FROM workload AS w WHERE w.cluster = c.id AND ${visible(principal, { cluster: sql`w.cluster`, namespace: sql`w.namespace` })}) AS workloads
    FROM cluster AS c
    WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` }, true)} AND ${cluster} ORDER BY c.name, c.id`.execute(db);
  return rows;
}
