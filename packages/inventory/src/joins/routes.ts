import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { isRecord, type Path, type Raw, readPath, toList, toRecords, toText } from '../raw.ts';

export const GATEWAY_ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const;
export const ROUTE_KINDS = ['Ingress', ...GATEWAY_ROUTES] as const;

/** One Service that an Ingress or a Gateway API route sends traffic to. */
export interface Backend {
  readonly route: InventoryObject;
  readonly namespace: string;
  readonly name: string;
  /** Port number or name as written; undefined when none is written. */
  readonly port: unknown;
  readonly path: Path;
}

/** Backends that are Services; other kinds are left out. */
export function listBackends(route: InventoryObject): readonly Backend[] {
  return route.kind === 'Ingress' ? listIngressBackends(route) : listRouteBackends(route);
}

function listIngressBackends(ingress: InventoryObject): readonly Backend[] {
  const rules = toList(ingress.spec['rules']).flatMap((rule, ruleIndex) =>
    toList(readPath(rule, 'http', 'paths')).map((path, pathIndex) => ({
      raw: readPath(path, 'backend'),
      path: ['spec', 'rules', ruleIndex, 'http', 'paths', pathIndex, 'backend'],
    })),
  );
  const defaults = ['defaultBackend', 'backend'].map(field => ({ raw: ingress.spec[field], path: ['spec', field] }));
  return [...defaults, ...rules].flatMap(({ raw, path }) => (isRecord(raw) ? toIngressBackend(ingress, raw, path) : []));
}

/** networking.k8s.io/v1 nests the service; the removed v1beta1 names it in place. */
function toIngressBackend(ingress: InventoryObject, raw: Raw, path: Path): readonly Backend[] {
  const service = raw['service'];
  if (isRecord(service)) {
    const port = readPath(service, 'port', 'number') ?? readPath(service, 'port', 'name');
    return [{ route: ingress, namespace: ingress.namespace, name: toText(service['name']), port, path: [...path, 'service'] }];
  }
  const name = toText(raw['serviceName']);
  return name === '' ? [] : [{ route: ingress, namespace: ingress.namespace, name, port: raw['servicePort'], path }];
}

function listRouteBackends(route: InventoryObject): readonly Backend[] {
  return toList(route.spec['rules']).flatMap((rule, ruleIndex) =>
    toList(readPath(rule, 'backendRefs')).flatMap((raw, index) => {
      if (!isRecord(raw) || (raw['kind'] ?? 'Service') !== 'Service' || toText(raw['group']) !== '') return [];
      return [
        {
          route,
          namespace: toText(raw['namespace']) || route.namespace,
          name: toText(raw['name']),
          port: raw['port'],
          path: ['spec', 'rules', ruleIndex, 'backendRefs', index],
        },
      ];
    }),
  );
}

/** Ingresses and routes that send traffic to a Service; the reverse join is made once for the set. */
export function listServiceBackends(inventory: Inventory, service: InventoryObject): readonly InventoryObject[] {
  const reverse = inventory.join('routes-of-services', () => {
    const routes = new Map<string, Set<InventoryObject>>();
    for (const route of inventory.listKind(...ROUTE_KINDS)) {
      for (const backend of listBackends(route)) {
        const key = `${backend.namespace}/${backend.name}`;
        routes.set(key, (routes.get(key) ?? new Set()).add(route));
      }
    }
    return routes;
  });
  return [...(reverse.get(`${service.namespace}/${service.name}`) ?? [])];
}

/** Gateways that a route asks to be attached to. */
export function listParents(route: InventoryObject): readonly Raw[] {
  return toRecords(route.spec['parentRefs']);
}
