import { costOfFirst, costOfTraversal, defineFunction, defineMethod, type Library } from '../declarations.ts';
import { Failure } from '../values/failure.ts';
import { IpAddress, isWithin, parseIpAddress } from '../values/ip-address.ts';

function isUnspecified({ bits }: IpAddress): boolean {
  return bits === 0n;
}

function isLoopback(address: IpAddress): boolean {
  return address.family === 4 ? isWithin(address, 0x7f000000n, 8) : address.bits === 1n;
}

function isMulticast(address: IpAddress): boolean {
  return address.family === 4 ? isWithin(address, 0xe0000000n, 4) : isWithin(address, 0xffn << 120n, 8);
}

/** 224.0.0.0/24, and ff02::/16 with any flags (RFC 4291, section 2.7). */
function isLinkLocalMulticast(address: IpAddress): boolean {
  if (address.family === 4) return isWithin(address, 0xe0000000n, 24);
  return ((address.bits >> 112n) & 0xff0fn) === 0xff02n;
}

function isLinkLocalUnicast(address: IpAddress): boolean {
  return address.family === 4 ? isWithin(address, 0xa9fe0000n, 16) : isWithin(address, 0xfe80n << 112n, 10);
}

/** Go's net/netip: private addresses count as global, the IPv4 broadcast address does not. */
function isGlobalUnicast(address: IpAddress): boolean {
  if (isUnspecified(address) || isLoopback(address) || isMulticast(address) || isLinkLocalUnicast(address)) return false;
  return address.family === 6 || address.bits !== 0xffffffffn;
}

function isCanonical(text: string): boolean | Failure {
  const address = parseIpAddress(text);
  return address instanceof Failure ? address : address.toText() === text;
}

const PREDICATES = { isUnspecified, isLoopback, isLinkLocalMulticast, isLinkLocalUnicast, isGlobalUnicast };

/** IP addresses (Kubernetes 1.30). */
export const library: Library = {
  name: 'ip',
  types: [{ name: 'net.IP', fields: {}, accepts: value => value instanceof IpAddress }],
  functions: [
    defineFunction('ip', ['string'], 'net.IP', parseIpAddress, { cost: costOfFirst, validated: true }),
    defineFunction('isIP', ['string'], 'bool', (text: string) => !(parseIpAddress(text) instanceof Failure), { cost: costOfFirst }),
    defineFunction('ip.isCanonical', ['string'], 'bool', isCanonical, { cost: (text: string) => costOfTraversal(text.length * 2) }),
    defineFunction('string', ['net.IP'], 'string', (address: IpAddress) => address.toText()),
    defineMethod('family', ['net.IP'], 'int', (address: IpAddress) => address.family),
    ...Object.entries(PREDICATES).map(([name, test]) => defineMethod(name, ['net.IP'], 'bool', test)),
  ],
};
