import { costOfFirst, costOfTraversal, defineFunction, defineMethod, type Library, measureSize } from '../declarations.ts';
import { CidrRange, containsAddress, maskRange, parseCidrRange } from '../values/cidr-range.ts';
import { Failure } from '../values/failure.ts';
import { type IpAddress, parseIpAddress } from '../values/ip-address.ts';

function containsIp(range: CidrRange, other: IpAddress | string): boolean | Failure {
  const address = typeof other === 'string' ? parseIpAddress(other) : other;
  return address instanceof Failure ? address : containsAddress(range, address);
}

function containsCidr(range: CidrRange, other: CidrRange | string): boolean | Failure {
  const inner = typeof other === 'string' ? parseCidrRange(other) : other;
  if (inner instanceof Failure) return inner;
  return range.length <= inner.length && containsAddress(range, inner.address);
}

/** Two addresses are compared byte by byte; a text is parsed before. */
function costOfContains(range: CidrRange, other: IpAddress | CidrRange | string): number {
  const bytes = range.address.family === 4 ? 4 : 16;
  return costOfTraversal(bytes * 2) + (typeof other === 'string' ? costOfTraversal(measureSize(other)) : 0);
}

/** Address ranges (Kubernetes 1.30). */
export const library: Library = {
  name: 'cidr',
  types: [{ name: 'net.CIDR', fields: {}, accepts: value => value instanceof CidrRange }],
  functions: [
    defineFunction('cidr', ['string'], 'net.CIDR', parseCidrRange, { cost: costOfFirst, validated: true }),
    defineFunction('isCIDR', ['string'], 'bool', (text: string) => !(parseCidrRange(text) instanceof Failure), { cost: costOfFirst }),
    defineFunction('string', ['net.CIDR'], 'string', (range: CidrRange) => range.toText()),
    defineMethod('containsIP', ['net.CIDR', 'string'], 'bool', containsIp, { cost: costOfContains }),
    defineMethod('containsIP', ['net.CIDR', 'net.IP'], 'bool', containsIp, { cost: costOfContains }),
    defineMethod('containsCIDR', ['net.CIDR', 'string'], 'bool', containsCidr, { cost: costOfContains }),
    defineMethod('containsCIDR', ['net.CIDR', 'net.CIDR'], 'bool', containsCidr, { cost: costOfContains }),
    defineMethod('ip', ['net.CIDR'], 'net.IP', (range: CidrRange) => range.address),
    defineMethod('masked', ['net.CIDR'], 'net.CIDR', maskRange),
    defineMethod('prefixLength', ['net.CIDR'], 'int', (range: CidrRange) => range.length),
  ],
};
