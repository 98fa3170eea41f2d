import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { type Raw, readPath, toRecord, toRecords, toText } from '../raw.ts';
import { matchSelector } from '../selector.ts';
import { readNamespaceLabels } from './network-peers.ts';
import { type Backend, listParents } from './routes.ts';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';
const GATEWAY_KINDS = new Set(['Gateway', 'ListenerSet', 'XListenerSet']);

/** Gateways that a route is attached to, as `namespace/name`. One outside the set is believed to accept it. */
export function listAttachments(inventory: Inventory, route: InventoryObject): readonly string[] {
  return listParents(route)
    .filter(
      parent =>
        GATEWAY_KINDS.has(toText(parent['kind']) || 'Gateway') && (toText(parent['group']) || GATEWAY_GROUP).endsWith('networking.k8s.io'),
    )
    .filter(parent => isAccepted(inventory, route, parent))
    .map(parent => `${toText(parent['namespace']) || route.namespace}/${toText(parent['name'])}`);
}

function isAccepted(inventory: Inventory, route: InventoryObject, parent: Raw): boolean {
  const kind = toText(parent['kind']) || 'Gateway';
  const gateway = inventory.find(kind, toText(parent['namespace']) || route.namespace, toText(parent['name']));
  if (gateway === undefined) return true;
  return toRecords(gateway.spec['listeners']).some(
    listener => isAddressed(listener, parent) && admits(inventory, gateway, listener, route),
  );
}

function isAddressed(listener: Raw, parent: Raw): boolean {
  return [
    ['sectionName', 'name'],
    ['port', 'port'],
  ].every(([wanted = '', own = '']) => parent[wanted] === undefined || parent[wanted] === listener[own]);
}

/** Routes of the gateway's own namespace are allowed by default. */
function admits(inventory: Inventory, gateway: InventoryObject, listener: Raw, route: InventoryObject): boolean {
  const allowed = toRecord(listener['allowedRoutes']);
  const kinds = toRecords(allowed['kinds']);
  if (kinds.length > 0 && !kinds.some(kind => kind['kind'] === route.kind)) return false;
  switch (toText(readPath(allowed, 'namespaces', 'from')) || 'Same') {
    case 'All':
      return true;
    case 'Selector':
      return matchSelector(readPath(allowed, 'namespaces', 'selector'), readNamespaceLabels(inventory, route.namespace));
    case 'Same':
      return gateway.namespace === route.namespace;
    default:
      return false;
  }
}

/**
 * Whether a route may send traffic to a Service: of its own namespace always, of another one when a ReferenceGrant there says so.
 * https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export function isGranted(inventory: Inventory, { route, namespace, name }: Backend): boolean {
  if (route.kind === 'Ingress' || namespace === route.namespace) return true;
  return inventory.listInNamespace(namespace, 'ReferenceGrant').some(grant => allowsFrom(grant, route) && allowsTo(grant, name));
}

function allowsFrom(grant: InventoryObject, route: InventoryObject): boolean {
  return toRecords(grant.spec['from']).some(
    from => from['group'] === route.group && from['kind'] === route.kind && from['namespace'] === route.namespace,
  );
}

function allowsTo(grant: InventoryObject, service: string): boolean {
  return toRecords(grant.spec['to']).some(
    to => toText(to['group']) === '' && to['kind'] === 'Service' && [undefined, '', service].includes(to['name'] as string | undefined),
  );
}
