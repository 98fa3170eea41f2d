import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { toText } from '../raw.ts';

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';
/** Words in class names and controller names that stand for controllers other than ingress-nginx. */
const OTHERS = [
  'alb',
  'ambassador',
  'azure',
  'cilium',
  'cloudflare',
  'contour',
  'envoy',
  'gce',
  'haproxy',
  'istio',
  'kong',
  'nginx.org',
  'openshift',
  'tailscale',
  'traefik',
];

/** Class of an Ingress as written, else that of the IngressClass that is the default; empty when neither is known. */
export function readClassName(inventory: Inventory, ingress: InventoryObject): string {
  const written = toText(ingress.spec['ingressClassName']) || ingress.annotations['kubernetes.io/ingress.class'];
  return written || findDefaultClass(inventory);
}

function findDefaultClass(inventory: Inventory): string {
  return inventory.join(
    'default-ingress-class',
    () => inventory.listKind('IngressClass').find(object => object.annotations[DEFAULT_CLASS] === 'true')?.name ?? '',
  );
}

/** Name of the controller that serves an Ingress: what its IngressClass says, else its class name. */
export function readController(inventory: Inventory, ingress: InventoryObject): string {
  const className = readClassName(inventory, ingress);
  const controller = inventory.find('IngressClass', '', className)?.spec['controller'];
  return toText(controller) || className;
}

/** Whether ingress-nginx may serve it: unless its controller or class is known to be another one. */
export function mayBeNginx(inventory: Inventory, ingress: InventoryObject): boolean {
  const controller = readController(inventory, ingress).toLowerCase();
  return controller.includes('ingress-nginx') || !OTHERS.some(word => controller.includes(word));
}
