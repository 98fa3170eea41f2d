import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { isGranted } from './gateway-routes.ts';
import type { Backend } from './routes.ts';
import { listServicePorts } from './services.ts';

export type BackendProblem = '' | 'service' | 'port' | 'grant';

/** Port name by which the AWS controller is told to look for an action in an annotation instead of a Service. */
const ACTION_PORT = 'use-annotation';

/** Why traffic for a backend gets nowhere; empty when it does. */
export function findBackendProblem(inventory: Inventory, backend: Backend): BackendProblem {
  if (backend.port === ACTION_PORT && backend.route.annotations[`alb.ingress.kubernetes.io/actions.${backend.name}`] !== undefined)
    return '';
  const service = inventory.find('Service', backend.namespace, backend.name);
  if (service === undefined) return 'service';
  if (!hasPort(service, backend.port)) return 'port';
  return isGranted(inventory, backend) ? '' : 'grant';
}

/** By number or name. The external name behind an ExternalName Service may listen on ports that the Service does not list. */
function hasPort(service: InventoryObject, wanted: unknown): boolean {
  const ports = listServicePorts(service);
  if (service.spec['type'] === 'ExternalName' && ports.length === 0) return true;
  return ports.some(({ raw }) => wanted !== undefined && (raw['port'] === wanted || raw['name'] === wanted));
}
