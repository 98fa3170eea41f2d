import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';
import { readPath, toRecords, toText, toTexts } from '../raw.ts';
import { isGranted, listAttachments } from './gateway-routes.ts';
import { type Backend, GATEWAY_ROUTES, listBackends } from './routes.ts';
import { listWorkloadServices } from './services.ts';
import { listVirtualBackends } from './virtual-services.ts';

/** One way from outside the cluster to the pods of a workload. */
export interface Exposure {
  /** What opens it: NodePort, LoadBalancer, externalIPs, Ingress, Route, VirtualService or the kind of a Gateway API route. */
  readonly via: string;
  /** The object that opens it. */
  readonly object: InventoryObject;
  readonly service: InventoryObject;
  /** Gateway that the route is attached to, empty for everything else. */
  readonly gateway: string;
}

/** Every way to a workload through its Services, in the order of Services. Ports of the node are no Service and are not told here. */
export function listExposures(inventory: Inventory, workload: Workload): readonly Exposure[] {
  return listWorkloadServices(inventory, workload).flatMap(service => listServiceExposures(inventory, service));
}

export function listServiceExposures(inventory: Inventory, service: InventoryObject): readonly Exposure[] {
  const type = toText(service.spec['type']);
  const own = [
    ...(type === 'NodePort' || type === 'LoadBalancer' ? [type] : []),
    ...(toTexts(service.spec['externalIPs']).length > 0 ? ['externalIPs'] : []),
  ].map(via => ({ via, object: service, service, gateway: '' }));
  const routed = routesByService(inventory).get(toKey(service)) ?? [];
  return [...own, ...routed.map(({ via, object, gateway }) => ({ via, object, service, gateway }))];
}

type Routed = Omit<Exposure, 'service'>;

function toKey({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** Routes of every kind by the Service that they lead to; one entry per route and Service. */
function routesByService(inventory: Inventory): ReadonlyMap<string, readonly Routed[]> {
  return inventory.join('exposing-routes', () => {
    const pairs = [
      ...listIngressPairs(inventory),
      ...listGatewayPairs(inventory),
      ...listVirtualPairs(inventory),
      ...listRoutePairs(inventory),
    ];
    const unique = new Map(pairs.map(pair => [`${pair.key}\n${pair.routed.via}\n${toKey(pair.routed.object)}`, pair]));
    return new Map([...Map.groupBy(unique.values(), pair => pair.key)].map(([key, group]) => [key, group.map(pair => pair.routed)]));
  });
}

interface Pair {
  readonly key: string;
  readonly routed: Routed;
}

function toPair(backend: { readonly namespace: string; readonly name: string }, object: InventoryObject, gateway: string): Pair {
  return { key: toKey(backend), routed: { via: object.kind, object, gateway } };
}

function listIngressPairs(inventory: Inventory): readonly Pair[] {
  return inventory.listKind('Ingress').flatMap(ingress => listBackends(ingress).map(backend => toPair(backend, ingress, '')));
}

function listGatewayPairs(inventory: Inventory): readonly Pair[] {
  return inventory.listKind(...GATEWAY_ROUTES).flatMap(route => {
    const [gateway] = listAttachments(inventory, route);
    if (gateway === undefined) return [];
    return listBackends(route)
      .filter((backend: Backend) => isGranted(inventory, backend))
      .map(backend => toPair(backend, route, gateway));
  });
}

function listVirtualPairs(inventory: Inventory): readonly Pair[] {
  return listVirtualBackends(inventory).map(backend => toPair(backend, backend.route, backend.gateway));
}

function listRoutePairs(inventory: Inventory): readonly Pair[] {
  return inventory
    .listKind('Route.route.openshift.io')
    .flatMap(route =>
      [route.spec['to'], ...toRecords(route.spec['alternateBackends'])]
        .filter(target => (toText(readPath(target, 'kind')) || 'Service') === 'Service')
        .map(target => toPair({ namespace: route.namespace, name: toText(readPath(target, 'name')) }, route, '')),
    );
}
