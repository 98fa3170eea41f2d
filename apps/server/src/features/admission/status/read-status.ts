import type { Principal } from '../../../access/principal.ts';
import type { ServerContext } from '../../../context.ts';
import { readPolicySet } from '../../../policy-set/store.ts';
import { type ClusterReplicas, readReplicas, readSilence } from '../../../views/replicas/store.ts';
import { type ActivityStatus, listStatus, type Status } from './store.ts';

/** How admission is in every cluster of which a principal sees at least a part: what it did, and who does it. */
export async function readStatus({ query, pool }: Pick<ServerContext, 'query' | 'pool'>, principal: Principal): Promise<Status[]> {
  const [rows, replicas, { revision }] = await Promise.all([
    listStatus(query, principal),
    readReplicas(query, principal),
    readPolicySet(pool),
  ]);
  return rows.map(row => toStatus(row, replicas.get(row.cluster), revision));
}

function toStatus(row: ActivityStatus, admission: ClusterReplicas | undefined, policySet: number): Status {
  const silentSince = admission !== undefined && row.native + row.notNative > 0 ? readSilence(admission) : undefined;
  return {
    ...row,
    policySet,
    replicas: (admission?.replicas ?? []).map(replica => ({ ...replica, behind: replica.revision < policySet })),
    ...(silentSince === undefined ? {} : { silentSince }),
  };
}
