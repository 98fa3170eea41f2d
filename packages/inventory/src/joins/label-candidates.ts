import type { Inventory } from '../inventory.ts';
import type { Workload } from '../model/pod.ts';
import { toLabelValue } from '../selector.ts';

/** Workloads of any namespace that may carry all wanted pod labels: those with the rarest of them, everything when none is wanted. */
export function listLabelCandidates(inventory: Inventory, wanted: readonly (readonly [string, unknown])[]): readonly Workload[] {
  const byLabel = inventory.join('workloads-by-label-anywhere', () => groupByLabel(inventory.workloads));
  const lists = wanted.map(([key, value]) => byLabel.get(`${key}\n${toLabelValue(value)}`) ?? []);
  return lists.reduce((shortest, list) => (list.length < shortest.length ? list : shortest), inventory.workloads);
}

function groupByLabel(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const pairs = workloads.flatMap(workload =>
    Object.entries(workload.pod.labels).map(([key, value]) => ({ label: `${key}\n${value}`, workload })),
  );
  return new Map([...Map.groupBy(pairs, pair => pair.label)].map(([label, group]) => [label, group.map(pair => pair.workload)]));
}
