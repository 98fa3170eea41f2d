import type { Workload } from '../model/pod.ts';
import { type Raw, readPath, toRecords, toText, toTexts } from '../raw.ts';
import { matchSelector } from '../selector.ts';

const NODE_OR_ZONE = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
  'topology.kubernetes.io/region',
]);

/** Whether the scheduler is told to keep replicas apart: anti-affinity or a spread constraint that takes the pod's own labels. */
export function isSpread(workload: Workload): boolean {
  return hasAntiAffinity(workload) || hasSpreadConstraint(workload);
}

function hasAntiAffinity(workload: Workload): boolean {
  const affinity = readPath(workload.pod.spec, 'affinity', 'podAntiAffinity');
  const required = toRecords(readPath(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'));
  const preferred = toRecords(readPath(affinity, 'preferredDuringSchedulingIgnoredDuringExecution')).map(term => term['podAffinityTerm']);
  return [...required, ...toRecords(preferred)].some(term => keepsApart(term, workload));
}

/** The term has to speak of nodes or zones, of the pod's own namespace and of its own labels. */
function keepsApart(term: Raw, { pod, object }: Workload): boolean {
  const namespaces = toTexts(term['namespaces']);
  const here =
    (namespaces.length === 0 && term['namespaceSelector'] === undefined) ||
    namespaces.includes(object.namespace) ||
    term['namespaceSelector'] !== undefined;
  return (
    here &&
    NODE_OR_ZONE.has(toText(term['topologyKey'])) &&
    term['labelSelector'] !== undefined &&
    matchSelector(term['labelSelector'], pod.labels)
  );
}

function hasSpreadConstraint({ pod }: Workload): boolean {
  return toRecords(pod.spec['topologySpreadConstraints']).some(
    constraint => constraint['labelSelector'] !== undefined && matchSelector(constraint['labelSelector'], pod.labels),
  );
}
