import { type Failure, fail } from './failure.ts';

export type Family = 4 | 6;

/** An IPv4 or IPv6 address as its bits. Kubernetes takes neither zones nor IPv4-mapped IPv6 addresses. */
export class IpAddress {
  readonly celType = 'net.IP';
  readonly family: Family;
  readonly bits: bigint;

  constructor(family: Family, bits: bigint) {
    this.family = family;
    this.bits = bits;
  }

  equals(other: unknown): boolean {
    return other instanceof IpAddress && other.family === this.family && other.bits === this.bits;
  }

  /** The canonical form (RFC 5952 for IPv6). */
  toText(): string {
    return this.family === 4 ? formatV4(this.bits) : formatV6(this.bits);
  }
}

/** Whether the first `length` bits of an address are those of `network`. */
export function isWithin(address: IpAddress, network: bigint, length: number): boolean {
  const rest = BigInt((address.family === 4 ? 32 : 128) - length);
  return address.bits >> rest === network >> rest;
}

export function parseIpAddress(text: string): IpAddress | Failure {
  // The longest form: 8 groups, the last two as IPv4.
  const short = text.length <= 64 ? text : `${text.slice(0, 64)}…`;
  if (text.includes('%')) return fail(`IP address "${short}" with zone value is not allowed`);
  const family: Family = text.includes(':') ? 6 : 4;
  const bits = family === 4 ? parseV4(text) : parseV6(text);
  if (bits === undefined) return fail(`IP Address "${short}" parse error during conversion from string`);
  if (family === 6 && bits >> 32n === 0xffffn) return fail(`IPv4-mapped IPv6 address "${short}" is not allowed`);
  return new IpAddress(family, bits);
}

function parseV4(text: string): bigint | undefined {
  const octets = text.split('.', 5);
  if (octets.length !== 4 || !octets.every(octet => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

const GROUPS = 8;

function parseV6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const first = parseGroups(head, tail === undefined);
  const last = tail === undefined ? [] : parseGroups(tail, true);
  if (first === undefined || last === undefined) return undefined;
  const missing = GROUPS - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...first, ...new Array<number>(missing).fill(0), ...last];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; the last one may be an IPv4 address, which fills two. */
function parseGroups(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const v4 = isLast && mayEndInV4 && part.includes('.') ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function formatV4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map(shift => String((bits >> shift) & 0xffn)).join('.');
}

function formatV6(bits: bigint): string {
  const groups = Array.from({ length: GROUPS }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn));
  const { start, length } = findZeros(groups);
  const texts = groups.map(group => group.toString(16));
  if (length < 2) return texts.join(':');
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}

/** The first of the longest runs of zero groups. */
function findZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
