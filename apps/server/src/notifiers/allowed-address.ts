import { BlockList, isIPv6 } from 'node:net';
import { FORBIDDEN_RANGES } from '@breakwater/model';

const NEVER = toBlockList(FORBIDDEN_RANGES);
const LOOPBACK = toBlockList([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);

/** Prefixes under which IPv4 addresses hide in IPv6: mapped, compatible, NAT64. https://www.rfc-editor.org/rfc/rfc6052 */
const EMBEDDED = /^(?:::ffff:|::|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether a message may go to an address. Link-local and metadata services never get one, loopback only where that is allowed. */
export function isAllowedAddress(address: string, allowLoopback: boolean): boolean {
  const plain = toPlain(address);
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
  if (NEVER.check(plain, family)) return false;
  return allowLoopback || !LOOPBACK.check(plain, family);
}

function toPlain(address: string): string {
  const embedded = EMBEDDED.exec(address)?.[1];
  if (embedded !== undefined) return embedded;
  const hex = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex === null) return address;
  const [high, low] = [Number.parseInt(hex[1] ?? '0', 16), Number.parseInt(hex[2] ?? '0', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function toBlockList(subnets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
