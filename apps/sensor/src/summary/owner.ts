import type { Inventory, Workload } from '@breakwater/inventory';

/** Where people write who is responsible, the most telling first; of object, pod template, namespace. */
const KEYS = ['owner', 'team', 'app.kubernetes.io/owner', 'breakwater/owner', 'contact', 'maintainer'];

/** Who a workload belongs to, by label or annotation of it, of its pods or of its namespace; empty when nobody is named. */
export function findOwner({ object, pod }: Workload, inventory: Inventory): string {
  const namespace = inventory.find('Namespace', '', object.namespace);
  const holders = [object.labels, object.annotations, pod.labels, pod.annotations, namespace?.labels ?? {}, namespace?.annotations ?? {}];
  for (const holder of holders) {
    const key = KEYS.find(name => Object.hasOwn(holder, name) && holder[name] !== '');
    if (key !== undefined) return (holder[key] ?? '').slice(0, 200);
  }
  return '';
}
