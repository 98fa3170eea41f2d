import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import { listBindings } from '../joins/rbac.ts';
import { findObjectWorkload } from '../joins/workload-objects.ts';
import type { InventoryObject } from '../model/object.ts';

function findBinding(object: InventoryObject, inventory: Inventory) {
  const bindings = inventory.join('bindings-by-object', () => new Map(listBindings(inventory).map(binding => [binding.object, binding])));
  return bindings.get(object);
}

export const facts = defineFacts<InventoryObject>('Resource', {
  binding: {
    type: 'Binding',
    doc: 'What it gives, for bindings and for roles that nothing binds; not set for other kinds',
    source: 'kind',
    get: findBinding,
  },
  workload: {
    type: 'Workload',
    doc: 'Workload that it is; not set for other kinds, nor for pods whose owner is in the set',
    source: 'kind',
    get: (o, inventory) => findObjectWorkload(inventory, o),
  },
});
