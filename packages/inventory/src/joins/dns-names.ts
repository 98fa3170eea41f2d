import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';

const PREFIX = 'external-dns.alpha.kubernetes.io/';

/** Names that external-dns is asked to publish for an object. */
export function listDnsNames(object: InventoryObject): readonly string[] {
  const written = object.annotations[`${PREFIX}hostname`] ?? '';
  const names = written.split(',').map(name => name.trim().toLowerCase().replace(/\.$/, ''));
  return [...new Set(names)].filter(name => name !== '');
}

/** A name and another object that asks for it. */
export interface DnsClash {
  readonly name: string;
  readonly other: InventoryObject;
}

/** Names that another object asks for too. Records with set identifiers of their own share a name on purpose (weights, regions). */
export function listDnsClashes(inventory: Inventory, object: InventoryObject): readonly DnsClash[] {
  const owners = inventory.join('dns-names', () => groupOwners(inventory));
  return listDnsNames(object).flatMap(name => {
    const other = owners.get(toKey(object, name))?.find(owner => owner !== object);
    return other === undefined ? [] : [{ name, other }];
  });
}

function groupOwners(inventory: Inventory): ReadonlyMap<string, readonly InventoryObject[]> {
  const pairs = inventory.objects.flatMap(object => listDnsNames(object).map(name => ({ key: toKey(object, name), object })));
  return new Map([...Map.groupBy(pairs, pair => pair.key)].map(([key, group]) => [key, group.slice(0, 2).map(pair => pair.object)]));
}

function toKey(object: InventoryObject, name: string): string {
  return `${name}\n${object.annotations[`${PREFIX}set-identifier`] ?? ''}`;
}
