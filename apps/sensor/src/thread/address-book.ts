import { type Raw, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { ObjectEntry } from './object-entry.ts';

const NONE: readonly string[] = [];

/** Which object of the cluster has which address: pods, services, nodes, and the API servers behind the service `kubernetes`. */
export class AddressBook {
  readonly #owners = new Map<string, ObjectEntry>();
  readonly #addresses = new Map<string, readonly string[]>();

  put(entry: ObjectEntry, object: Raw): void {
    const found = listAddresses(entry, object);
    if (found.length === 0) return;
    this.#addresses.set(entry.key, found);
    for (const address of found) this.#owners.set(address, entry);
  }

  delete({ key }: ObjectEntry): void {
    for (const address of this.#addresses.get(key) ?? NONE) if (this.#owners.get(address)?.key === key) this.#owners.delete(address);
    this.#addresses.delete(key);
  }

  find(address: string): ObjectEntry | undefined {
    return this.#owners.get(address);
  }
}

/** Whether it is what leads to the API servers of the cluster. */
export function isApiServer({ namespace, name }: Pick<ObjectEntry, 'namespace' | 'name'>): boolean {
  return namespace === 'default' && name === 'kubernetes';
}

function listAddresses(entry: ObjectEntry, object: Raw): readonly string[] {
  const [spec, status] = [toRecord(object['spec']), toRecord(object['status'])];
  switch (`${entry.group}/${entry.kind}`) {
    case '/Pod':
      // On the network of its node it has the address of the node. What has ended has none: it may be another pod's by now.
      if (spec['hostNetwork'] === true || ['Succeeded', 'Failed'].includes(toText(status['phase']))) return NONE;
      return unique([toText(status['podIP']), ...toRecords(status['podIPs']).map(({ ip }) => toText(ip))]);
    case '/Service':
      return unique([
        ...toTexts(spec['clusterIPs']),
        toText(spec['clusterIP']),
        ...toTexts(spec['externalIPs']),
        ...toRecords(toRecord(status['loadBalancer'])['ingress']).map(({ ip }) => toText(ip)),
      ]);
    case '/Node':
      return unique(toRecords(status['addresses']).flatMap(({ type, address }) => (/IP$/.test(toText(type)) ? [toText(address)] : [])));
    case 'discovery.k8s.io/EndpointSlice':
      return isApiServer(entry) ? unique(toRecords(object['endpoints']).flatMap(({ addresses }) => toTexts(addresses))) : NONE;
    default:
      return NONE;
  }
}

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(toText) : NONE;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter(text => text !== '' && text !== 'None');
}
