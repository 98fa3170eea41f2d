import { type Inventory, type InventoryObject, listOwners, parseIpRange, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { Cluster } from '@breakwater/network';

/** Longest chain of owners that is followed; real ones have four links at most. */
const MAX_OWNERS = 16;

/** The other end of a connection, as baselines speak of it. */
export interface Owner {
  readonly kind: 'workload' | 'service' | 'node' | 'api-server';
  readonly namespace?: string;
  readonly name?: string;
}

/** What is said last of an address counts: pods before services and nodes. */
export function listAddresses({ inventory, world }: Cluster): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const { name, addresses } of world.nodes)
    for (const one of addresses) owners.set(`${one.family} ${one.bits}`, { kind: 'node', name });
  for (const { namespace, name, raw } of inventory.listKind('Service')) {
    const isApi = namespace === 'default' && name === 'kubernetes';
    const spec = toRecord(raw['spec']);
    const listed = Array.isArray(spec['clusterIPs']) ? spec['clusterIPs'] : [spec['clusterIP']];
    for (const address of listed)
      if (typeof address === 'string')
        owners.set(toAddressKey(address), isApi ? { kind: 'api-server' } : { kind: 'service', namespace, name });
  }
  for (const pod of inventory.listKind('Pod')) {
    const root = findRoot(inventory, pod);
    const owner = { kind: 'workload' as const, namespace: root.namespace, name: `${root.kind}/${root.name}` };
    for (const address of listPodAddresses(pod)) owners.set(toAddressKey(address), owner);
  }
  return owners;
}

/** On the network of its node a pod has the address of the node; what has ended has none. */
function listPodAddresses({ raw }: InventoryObject): readonly string[] {
  const [spec, status] = [toRecord(raw['spec']), toRecord(raw['status'])];
  if (spec['hostNetwork'] === true || ['Succeeded', 'Failed'].includes(toText(status['phase']))) return [];
  return [toText(status['podIP']), ...toRecords(status['podIPs']).map(({ ip }) => toText(ip))].filter(address => address !== '');
}

/** The workload that makes a pod. */
function findRoot(inventory: Inventory, pod: InventoryObject): InventoryObject {
  let root = pod;
  for (let link = 0; link < MAX_OWNERS; link++) {
    const owner = listOwners(root).find(({ controller }) => controller);
    const found = owner === undefined ? undefined : inventory.find(owner.kindName, root.namespace, owner.name);
    if (found?.podKind === undefined) return root;
    root = found;
  }
  return pod;
}

/** The same for every way to write an address. */
export function toAddressKey(address: string): string {
  const range = parseIpRange(address);
  return range === undefined ? address : `${range.family} ${range.bits}`;
}
