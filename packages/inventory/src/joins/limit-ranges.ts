import type { Inventory } from '../inventory.ts';
import type { Container } from '../model/pod.ts';
import { parseQuantity } from '../quantity.ts';
import { type Raw, readPath, toRecord, toRecords } from '../raw.ts';

/** Resources of a container as the scheduler and the kubelet see them, by resource name, quantities as written. */
export interface EffectiveResources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/**
 * Requests and limits after API defaults: a limit is the request of the same resource, the LimitRanges of the namespace
 * give defaults, and resources of the pod bound containers without their own. A zero quantity is none.
 */
export function readEffectiveResources(inventory: Inventory, container: Container): EffectiveResources {
  const own = toRecord(container.raw['resources']);
  const ofPod = toRecord(container.pod.spec['resources']);
  const ranges = listContainerRanges(inventory, container.pod.object.namespace);
  const limits = [own['limits'], ...ranges.map(range => range['default'] ?? range['max']), ofPod['limits']];
  const requests = [
    own['requests'],
    own['limits'],
    ...ranges.map(range => range['defaultRequest'] ?? range['default'] ?? range['min']),
    ofPod['requests'],
    ofPod['limits'],
  ];
  return { requests: mergeQuantities(requests), limits: mergeQuantities(limits) };
}

function listContainerRanges(inventory: Inventory, namespace: string): readonly Raw[] {
  return inventory
    .listInNamespace(namespace, 'LimitRange')
    .flatMap(range => toRecords(readPath(range.raw, 'spec', 'limits')))
    .filter(item => item['type'] === 'Container');
}

/** The first source that names a resource wins. */
function mergeQuantities(sources: readonly unknown[]): Readonly<Record<string, string>> {
  const merged: Record<string, string> = {};
  for (const source of sources) {
    for (const [resource, quantity] of Object.entries(toRecord(source))) {
      if (!Object.hasOwn(merged, resource) && parseQuantity(quantity) !== 0n) merged[resource] = String(quantity);
    }
  }
  return merged;
}
