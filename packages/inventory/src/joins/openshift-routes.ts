import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { toText } from '../raw.ts';

const KIND = 'Route.route.openshift.io';

/**
 * Other OpenShift Routes with the same host. Within one namespace routes may share a host by different paths; across namespaces
 * the router admits the oldest only.
 * https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/ingress_and_load_balancing/routes
 */
export function listRouteRivals(inventory: Inventory, route: InventoryObject): readonly InventoryObject[] {
  const byHost = inventory.join('openshift-routes-by-host', () => Map.groupBy(inventory.listKind(KIND), readHost));
  const host = readHost(route);
  if (route.kindName !== KIND || host === '') return [];
  return (byHost.get(host) ?? []).filter(
    other => other !== route && (other.namespace !== route.namespace || readPath(other) === readPath(route)),
  );
}

function readHost(route: InventoryObject): string {
  return toText(route.spec['host']).toLowerCase();
}

function readPath(route: InventoryObject): string {
  return toText(route.spec['path']) || '/';
}
