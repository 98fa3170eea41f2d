import type { WorkloadSummary } from '@breakwater/model';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { StaticSummary } from './summarize-workload.ts';

/** Pods that are named; the rest is counted. */
const MOST = 100;

/** A summary with the pods that run now: where, since when, and which images in which digests. */
export function joinPods(summary: StaticSummary, pods: readonly ObjectEntry[]): WorkloadSummary {
  const sorted = pods.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const digests = Map.groupBy(
    pods.flatMap(({ run }) => run?.digests ?? []),
    ([container]) => container,
  );
  return {
    ...summary,
    podCount: pods.length,
    pods: sorted.slice(0, MOST).map(({ name, run }) => ({
      name,
      node: run?.node ?? '',
      phase: run?.phase ?? '',
      startedAt: run?.startedAt ?? '',
    })),
    containers: summary.containers.map(container => ({
      ...container,
      digests: [...new Set((digests.get(container.name) ?? []).map(([, digest]) => digest))].sort(),
    })),
  };
}
