import type { Inventory } from '../inventory.ts';
import type { Container } from '../model/pod.ts';
import { parseQuantity } from '../quantity.ts';
import { type Raw, readPath, toRecord, toRecords, toScalarText } from '../raw.ts';

/** Resources of a container as the scheduler and the kubelet see them, by resource name, quantities as written. */
export interface EffectiveResources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/**
 * Requests and limits after API defaults: a limit is the request of the same resource, the LimitRanges of the namespace
 * give defaults, resource by resource, and resources of the pod bound containers without their own. A zero quantity is none.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function readEffectiveResources(inventory: Inventory, container: Container): EffectiveResources {
  const own = toRecord(container.raw['resources']);
  const ofPod = toRecord(container.pod.spec['resources']);
  const ranges = listContainerRanges(inventory, container.pod.object.namespace);
  const limits = [own['limits'], ...ranges.flatMap(range => [range['default'], range['max']])];
  const requests = [
    own['requests'],
    own['limits'],
    ...ranges.flatMap(range => [range['defaultRequest'], range['default'], range['max'], range['min']]),
  ];
  return {
    requests: mergeQuantities([mergeQuantities(requests), ofPod['requests'], ofPod['limits']]),
    limits: mergeQuantities([mergeQuantities(limits), ofPod['limits']]),
  };
}

function listContainerRanges(inventory: Inventory, namespace: string): readonly Raw[] {
  return inventory
    .listInNamespace(namespace, 'LimitRange')
    .flatMap(range => toRecords(readPath(range.raw, 'spec', 'limits')))
    .filter(item => item['type'] === 'Container');
}

/** The first source that names a resource decides on it, also when it says zero. */
function mergeQuantities(sources: readonly unknown[]): Readonly<Record<string, string>> {
  const merged = new Map<string, string>();
  for (const source of sources) {
    for (const [resource, quantity] of Object.entries(toRecord(source))) {
      const text = toScalarText(quantity);
      if (text !== '' && !merged.has(resource)) merged.set(resource, text);
    }
  }
  return Object.fromEntries([...merged].filter(([, quantity]) => parseQuantity(quantity) !== 0n));
}
