import type { InventoryObject, Workload } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { readBreakGlass } from '@breakwater/policy';

/**
 * Objects with a break-glass that counts no longer, or never did: they run although policies refuse them, and the next change to them will be refused. `now`
 * is in milliseconds since 1970.
 */
export function listBrokenGlass(
  objects: Iterable<InventoryObject>,
  workloads: ReadonlyMap<InventoryObject, Workload>,
  now: number,
): readonly Problem[] {
  return [...objects].flatMap(object => {
    const broken = readBreakGlass(object, workloads.get(object), now);
    if (broken?.fault === undefined) return [];
    const { kind, name } = object;
    const message = `${kind} '${name}' was let through by a break-glass ("${broken.reason.slice(0, 200)}") that counts no longer: ${broken.fault}. Put right what policies find in it and take the annotation away, or ask for an exception.`;
    return [{ code: 'break-glass-ended', source: `${kind} ${name}`, message }];
  });
}
