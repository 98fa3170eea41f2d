import type { Inventory, InventoryObject, Workload } from '@breakwater/inventory';
import { isRecord, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { WorkloadSummary } from '@breakwater/model';
import { isBoolean, isList, readFact } from './read-fact.ts';

interface Exposure {
  readonly via: string;
  readonly object: InventoryObject;
  readonly service: InventoryObject;
}

/** More ways than these are not worth naming. */
const MOST = 50;

export type ExposureSummary = Pick<WorkloadSummary, 'exposure' | 'exposedBy' | 'services'>;

/** From where a workload can be reached, and by what. */
export function summarizeExposure(workload: Workload, inventory: Inventory): ExposureSummary {
  const services = readFact('Workload.services', workload, inventory, isList<InventoryObject>) ?? [];
  const exposures = readFact('Workload.exposures', workload, inventory, isList<Exposure>) ?? [];
  const outside = exposures.filter(exposure => exposure.via !== 'NodePort' && !isInternal(exposure, inventory));
  const hostPorts = listHostPorts(workload);
  const onNodes = hostPorts.length > 0 || exposures.length > outside.length;
  return {
    exposure: outside.length > 0 ? 'external' : onNodes ? 'node' : services.length > 0 ? 'cluster' : 'none',
    exposedBy: [...new Set([...exposures.map(describe), ...hostPorts])].slice(0, MOST),
    services: services.slice(0, MOST).map(service => ({
      name: service.name,
      type: toText(service.spec['type']) || 'ClusterIP',
      ports: listPorts(service),
    })),
  };
}

/** A load balancer with an address of the provider's own network. */
function isInternal({ via, service }: Exposure, inventory: Inventory): boolean {
  return via === 'LoadBalancer' && readFact('Service.internal', service, inventory, isBoolean) === true;
}

function describe({ via, object, service }: Exposure): string {
  if (object === service) return `Service ${service.name}: ${via} ${listPorts(service).join(', ')}`.trim();
  return `${via} ${object.namespace === service.namespace ? object.name : `${object.namespace}/${object.name}`} to Service ${service.name}`;
}

function listPorts(service: InventoryObject): string[] {
  return toRecords(service.spec['ports'])
    .slice(0, MOST)
    .map(port => `${String(port['port'] ?? '')}/${toText(port['protocol']) || 'TCP'}`);
}

function listHostPorts({ pod }: Workload): readonly string[] {
  if (pod.spec['hostNetwork'] === true) return ['network of the node'];
  return pod.containers.flatMap(container =>
    toRecords(container.raw['ports'])
      .filter(port => isRecord(port) && Number.isSafeInteger(port['hostPort']) && port['hostPort'] !== 0)
      .map(port => `host port ${String(toRecord(port)['hostPort'])}/${toText(port['protocol']) || 'TCP'}`),
  );
}
