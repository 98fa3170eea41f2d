import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { type Raw, readPath, toRecords, toText, toTexts } from '../raw.ts';

const KIND = 'VirtualService.networking.istio.io';

/** A Service that an Istio VirtualService sends the traffic of a gateway to. */
export interface VirtualBackend {
  readonly route: InventoryObject;
  /** As written: `name` or `namespace/name`. */
  readonly gateway: string;
  readonly namespace: string;
  readonly name: string;
}

/** Destinations of every VirtualService that is bound to a gateway; without `gateways` it speaks of the mesh only. */
export function listVirtualBackends(inventory: Inventory): readonly VirtualBackend[] {
  return inventory.listKind(KIND).flatMap(route => {
    const gateway = toTexts(route.spec['gateways']).find(name => name !== 'mesh');
    return gateway === undefined ? [] : listDestinations(inventory, route).map(destination => ({ route, gateway, ...destination }));
  });
}

interface Destination {
  readonly namespace: string;
  readonly name: string;
}

function listDestinations(inventory: Inventory, route: InventoryObject): readonly Destination[] {
  const delegates = toRecords(route.spec['http']).flatMap(entry => findDelegate(inventory, route, entry) ?? []);
  return [route, ...delegates].flatMap(source =>
    ['http', 'tls', 'tcp']
      .flatMap(protocol => toRecords(source.spec[protocol]))
      .flatMap(entry => toRecords(entry['route']))
      .flatMap(entry => toDestination(toText(readPath(entry, 'destination', 'host')), source.namespace) ?? []),
  );
}

/** A delegate is a VirtualService of its own; it cannot delegate further. */
function findDelegate(inventory: Inventory, route: InventoryObject, entry: Raw): InventoryObject | undefined {
  const name = toText(readPath(entry, 'delegate', 'name'));
  return name === '' ? undefined : inventory.find(KIND, toText(readPath(entry, 'delegate', 'namespace')) || route.namespace, name);
}

/** A short name means a Service of the VirtualService's own namespace; of longer ones only `name.namespace.svc…` is a Service. */
function toDestination(host: string, namespace: string): Destination | undefined {
  const [name = '', ofNamespace, svc] = host.split('.');
  if (name === '') return undefined;
  if (ofNamespace === undefined) return { namespace, name };
  return svc === 'svc' ? { namespace: ofNamespace, name } : undefined;
}
