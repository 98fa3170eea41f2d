import type { Inventory } from '../inventory.ts';
import type { Workload } from '../model/pod.ts';
import { toRecord } from '../raw.ts';
import { matchSelector, toLabelValue } from '../selector.ts';

/**
 * Workloads of a namespace whose pods a label selector takes. Only candidates that carry the rarest wanted label are
 * compared, so joining n selectors with n workloads does not cost n².
 */
export function selectWorkloads(inventory: Inventory, namespace: string, selector: unknown): readonly Workload[] {
  const candidates = listCandidates(inventory, namespace, Object.entries(toRecord(toRecord(selector)['matchLabels'])));
  return candidates.filter(workload => matchSelector(selector, workload.pod.labels));
}

function listCandidates(inventory: Inventory, namespace: string, wanted: readonly [string, unknown][]): readonly Workload[] {
  if (wanted.length === 0) return inventory.listWorkloads(namespace);
  const byLabel = inventory.join('workloads-by-label', () => groupByLabel(inventory.workloads));
  const lists = wanted.map(([key, value]) => byLabel.get(toLabelKey(namespace, key, toLabelValue(value) ?? '')) ?? []);
  return lists.reduce((shortest, list) => (list.length < shortest.length ? list : shortest));
}

function groupByLabel(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const groups = new Map<string, Workload[]>();
  for (const workload of workloads) {
    for (const [key, value] of Object.entries(workload.pod.labels)) {
      const label = toLabelKey(workload.object.namespace, key, value);
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [workload]);
      else group.push(workload);
    }
  }
  return groups;
}

function toLabelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

/** Turns "which workloads does this object take" into "which objects take this workload", once for the set. */
export function reverseJoin<T>(objects: readonly T[], listTaken: (object: T) => readonly Workload[]): ReadonlyMap<Workload, readonly T[]> {
  const takers = new Map<Workload, T[]>();
  for (const object of objects) {
    for (const workload of listTaken(object)) {
      const known = takers.get(workload);
      if (known === undefined) takers.set(workload, [object]);
      else known.push(object);
    }
  }
  return takers;
}
