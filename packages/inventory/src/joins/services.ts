import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Container, Workload } from '../model/pod.ts';
import { isRecord, type Raw, toList, toRecord, toText } from '../raw.ts';
import { reverseJoin, selectWorkloads } from './select.ts';

/** One port of a Service, resolved against the pods that it selects. */
export interface ServicePort {
  readonly service: InventoryObject;
  readonly raw: Raw;
  readonly index: number;
}

export function listServicePorts(service: InventoryObject): readonly ServicePort[] {
  return toList(service.spec['ports']).flatMap((raw, index) => (isRecord(raw) ? [{ service, raw, index }] : []));
}

/** Workloads whose pods a Service sends traffic to. A Service without selector, or an ExternalName, selects none. */
export function listServiceWorkloads(inventory: Inventory, service: InventoryObject): readonly Workload[] {
  const selector = toRecord(service.spec['selector']);
  if (Object.keys(selector).length === 0 || service.spec['type'] === 'ExternalName') return [];
  return selectWorkloads(inventory, service.namespace, { matchLabels: selector });
}

/** Services that send traffic to the pods of a workload; the reverse join is made once for the set. */
export function listWorkloadServices(inventory: Inventory, workload: Workload): readonly InventoryObject[] {
  const reverse = inventory.join('services-of-workloads', () =>
    reverseJoin(inventory.listKind('Service'), service => listServiceWorkloads(inventory, service)),
  );
  return reverse.get(workload) ?? [];
}

/** Port that a target port means in a pod: a number as it is, a name as the container port of that name and protocol. */
export function resolveTargetPort(port: ServicePort, workload: Workload): number | undefined {
  const target = port.raw['targetPort'] ?? port.raw['port'];
  if (typeof target === 'number') return target;
  const protocol = toText(port.raw['protocol']) || 'TCP';
  const declared = workload.pod.containers
    .flatMap(container => listContainerPorts(container))
    .find(candidate => candidate['name'] === target && (toText(candidate['protocol']) || 'TCP') === protocol);
  const number = declared?.['containerPort'];
  return typeof number === 'number' ? number : undefined;
}

export function listContainerPorts(container: Container): readonly Raw[] {
  return toList(container.raw['ports']).filter(isRecord);
}
