import { type Container, type Inventory, parseQuantity, readEffectiveResources, toRecord, type Workload } from '@breakwater/inventory';
import { maxOf, type Resource } from './quantities.ts';

export type Side = 'requests' | 'limits';

/** What a container gets that says nothing; undefined for nothing. */
export type Defaults = Readonly<Record<Side, Readonly<Partial<Record<Resource, bigint>>>>>;

/** What a container has of a resource, also by LimitRanges that are there and by its pod; undefined for none. */
export function readAmount(inventory: Inventory, container: Container, side: Side, resource: Resource): bigint | undefined {
  const amount = parseQuantity(readEffectiveResources(inventory, container)[side][resource]);
  return amount !== undefined && amount > 0n ? amount : undefined;
}

/** Containers that a pod starts with. */
export function listStarted({ pod }: Workload): readonly Container[] {
  return pod.containers.filter(({ kind }) => kind !== 'ephemeral');
}

/**
 * What quotas count for one pod of a workload: what it declares as a whole, else all containers together or the largest step of its start, and
 * its overhead. Undefined when a container has none, by default either.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function sumPod(inventory: Inventory, workload: Workload, side: Side, resource: Resource, defaults: Defaults): bigint | undefined {
  const { spec } = workload.pod;
  const ofPod = toRecord(spec['resources']);
  const whole = parseQuantity(toRecord(ofPod[side])[resource] ?? (side === 'requests' ? toRecord(ofPod['limits'])[resource] : undefined));
  const overhead = maxOf(parseQuantity(toRecord(spec['overhead'])[resource]) ?? 0n);
  if (whole !== undefined && whole > 0n) return whole + overhead;
  let [sidecars, start, regular] = [0n, 0n, 0n];
  for (const container of listStarted(workload).toSorted((a, b) => Number(a.kind === 'regular') - Number(b.kind === 'regular'))) {
    const amount = readAmount(inventory, container, side, resource) ?? defaults[side][resource];
    if (amount === undefined) return undefined;
    if (container.kind === 'regular') regular += amount;
    if (container.kind === 'sidecar') sidecars += amount;
    start = maxOf(start, container.kind === 'init' ? sidecars + amount : sidecars);
  }
  return maxOf(regular + sidecars, start) + overhead;
}
