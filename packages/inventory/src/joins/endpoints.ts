import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath, toRecords, toText, toTexts } from '../raw.ts';

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** One address that a Service sends traffic to, as an EndpointSlice or Endpoints object of the set lists it. */
export interface Endpoint {
  readonly object: InventoryObject;
  readonly address: string;
  /** Pod behind it, empty when the object names none. */
  readonly pod: string;
}

/** Addresses that an EndpointSlice or Endpoints object lists. */
export function listAddresses(object: InventoryObject): readonly Endpoint[] {
  if (object.kind === 'EndpointSlice') {
    return toRecords(object.raw['endpoints']).flatMap(endpoint =>
      toTexts(endpoint['addresses']).map(address => ({ object, address, pod: readPod(endpoint) })),
    );
  }
  const subsets = toRecords(object.raw['subsets']);
  return subsets
    .flatMap(subset => [...toRecords(subset['addresses']), ...toRecords(subset['notReadyAddresses'])])
    .map(endpoint => ({ object, address: toText(endpoint['ip']), pod: readPod(endpoint) }));
}

function readPod(endpoint: Readonly<Record<string, unknown>>): string {
  return readPath(endpoint, 'targetRef', 'kind') === 'Pod' ? toText(readPath(endpoint, 'targetRef', 'name')) : '';
}

/** Endpoints of a Service: slices that carry its label, and the Endpoints object of its name. Grouped once for the set. */
export function listServiceEndpoints(inventory: Inventory, service: InventoryObject): readonly Endpoint[] {
  const byService = inventory.join('endpoints-of-services', () =>
    Map.groupBy(inventory.listKind('EndpointSlice', 'Endpoints').flatMap(listAddresses), ({ object }) => toServiceKey(object)),
  );
  return byService.get(`${service.namespace}/${service.name}`) ?? [];
}

function toServiceKey(object: InventoryObject): string {
  return `${object.namespace}/${object.kind === 'EndpointSlice' ? (object.labels[SERVICE_LABEL] ?? '') : object.name}`;
}
