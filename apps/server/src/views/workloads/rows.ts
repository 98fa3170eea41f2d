import { toRowId } from '../../list/row-id.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import type { WorkloadRecord } from './store.ts';

/** A stored workload as the contract has it. */
export function toWorkloadRow({ key, topReason, violations, ...record }: WorkloadRecord) {
  const { cluster, clusterName, kind, namespace, name, owner, exposure, podCount, images, risk, updatedAt } = record;
  return {
    id: toRowId(cluster, key),
    cluster,
    clusterName,
    kind,
    namespace,
    name,
    owner,
    exposure,
    podCount,
    images,
    risk,
    ...(topReason === null ? {} : { topReason }),
    violations: toSeverityCounts(violations),
    updatedAt,
  };
}
