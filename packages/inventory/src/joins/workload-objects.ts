import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';

/** The workload that an object is; undefined for other kinds, and for pods whose owner is in the set. */
export function findObjectWorkload(inventory: Inventory, object: InventoryObject): Workload | undefined {
  const workloads = inventory.join('workloads-by-object', () => new Map(inventory.workloads.map(workload => [workload.object, workload])));
  return workloads.get(object);
}
