import type { ResponseAction, ResponseTarget, WorkloadSummary } from '@breakwater/model';

/** Kinds that are rolled out anew. */
const ROLLED = ['Deployment', 'StatefulSet', 'DaemonSet'];
/** What is done to one pod, and not to all of a workload. */
const OF_POD: readonly ResponseAction[] = ['quarantine', 'kill-pod'];

/** What can be done about a workload. */
export function listWorkloadActions({ kind }: WorkloadSummary): readonly ResponseAction[] {
  return ['scale-to-zero', ...(ROLLED.includes(kind) ? (['restart', 'restart-clean'] as const) : []), ...OF_POD, 'evidence'];
}

export function isOfPod(action: ResponseAction): boolean {
  return OF_POD.includes(action);
}

/** The object that is acted on: the workload as it is now, or one of its pods. */
export function toTarget({ apiVersion, kind, namespace, name, uid }: WorkloadSummary, action: ResponseAction, pod: string): ResponseTarget {
  if (isOfPod(action)) return { apiVersion: 'v1', kind: 'Pod', namespace, name: pod };
  return { apiVersion, kind, namespace, name, ...(uid === '' ? {} : { uid }) };
}
