import { describePolicy, type Language } from '../../catalogue/catalogue.ts';
import { toRowId } from '../../list/row-id.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import type { ViolationRecord } from './store.ts';

/** A stored violation as the contract has it, with the policy's words in a language. */
export function toViolationRow(record: ViolationRecord, language: Language) {
  const { id, state, policy, severity, message, cluster, clusterName, kind, namespace, name, container, owner, workload } = record;
  const { title, categories } = describePolicy(policy, language);
  return {
    id,
    state,
    policy,
    title,
    severity: toSeverity(severity),
    categories,
    message,
    cluster,
    clusterName,
    kind,
    namespace,
    name,
    container,
    owner,
    ...(workload === null ? {} : { workload: toRowId(cluster, workload) }),
    openedAt: record.openedAt,
    updatedAt: record.updatedAt,
    ...(record.resolvedAt === null ? {} : { resolvedAt: record.resolvedAt }),
  };
}
