import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { FORBIDDEN_RANGES } from '@breakwater/model';
import { ImageError } from '../errors.ts';

const forbidden = new BlockList();
for (const [network, prefix, family] of FORBIDDEN_RANGES) forbidden.addSubnet(network, prefix, family);
// IPv4 behind NAT64: https://www.rfc-editor.org/rfc/rfc6052
for (const network of ['64:ff9b::a9fe:0', '64:ff9b::6464:64c8']) forbidden.addSubnet(network, network.endsWith(':0') ? 112 : 128, 'ipv6');

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Refuses a host that is such an address. Throws ImageError `address-refused`. */
export function checkHost({ hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isForbidden(host)) throw refuse(host);
}

/** Looks up a name as Node.js does, and refuses one that leads to such an address: images are named by whoever may start a pod. */
export function guardedLookup(host: string, options: LookupOptions, callback: Callback): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    if (addresses.some(({ address }) => isForbidden(address))) return callback(refuse(host), []);
    const [first] = addresses;
    if (options.all === true) return callback(null, addresses);
    return callback(null, first?.address ?? '', first?.family ?? 4);
  });
}

function isForbidden(address: string): boolean {
  return forbidden.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function refuse(host: string): ImageError {
  return new ImageError('address-refused', `${host} is an address of the machine's own surroundings, where no registry is`);
}
