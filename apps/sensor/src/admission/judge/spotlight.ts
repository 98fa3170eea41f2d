import type { Inventory, Target, TargetInstance } from '@breakwater/inventory';

const spotlights = new Map<Target, Target>();

/** The target with those of its instances that are of the first object of a set: a request is about one object, and the others are there to be looked at. */
export function toSpotlight(target: Target): Target {
  const known = spotlights.get(target) ?? { ...target, list: inventory => listFirst(target, inventory) };
  spotlights.set(target, known);
  return known;
}

function listFirst(target: Target, inventory: Inventory): readonly TargetInstance[] {
  const [first] = inventory.objects;
  if (target.listOf === undefined) return target.list(inventory).filter(({ object }) => object === first);
  // Workloads stand in the order of their objects.
  const [workload] = inventory.workloads;
  return workload !== undefined && workload.object === first ? target.listOf(workload) : [];
}
