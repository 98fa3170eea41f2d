import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from './object.ts';

/** A namespace that something lives in, whether its object is in the set or not. */
export interface NamespaceUse {
  readonly name: string;
  readonly object: InventoryObject | undefined;
}

export function findNamespace(inventory: Inventory, name: string): NamespaceUse {
  const uses = inventory.join('namespaces', () => new Map<string, NamespaceUse>());
  const known = uses.get(name);
  if (known !== undefined) return known;
  const use = { name, object: inventory.find('Namespace', '', name) };
  uses.set(name, use);
  return use;
}
