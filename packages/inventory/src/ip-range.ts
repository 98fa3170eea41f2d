/** A range of IP addresses: those that share the first `length` bits with `bits`. A single address has all its bits fixed. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly length: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;
const MAPPED = 0xffffn;

/**
 * An address or a CIDR range as Kubernetes reads it: leading zeros of IPv4 are decimal, IPv4-mapped IPv6 is IPv4, bits beyond the
 * prefix are ignored. Undefined for everything else, zones included.
 * https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', length, ...more] = text.length <= 64 ? text.split('/') : [];
  if (more.length > 0) return undefined;
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? parseV4(address) : parseV6(address);
  const prefix = length === undefined ? WIDTH[family] : parseLength(length, WIDTH[family]);
  if (bits === undefined || prefix === undefined) return undefined;
  if (family === 6 && bits >> 32n === MAPPED && prefix >= 96) return mask(4, bits & 0xffffffffn, prefix - 96);
  return mask(family, bits, prefix);
}

function mask(family: 4 | 6, bits: bigint, length: number): IpRange {
  const rest = BigInt(WIDTH[family] - length);
  return { family, bits: (bits >> rest) << rest, length };
}

function parseLength(text: string, most: number): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

function parseV4(text: string): bigint | undefined {
  const octets = text.split('.', 5);
  if (octets.length !== 4 || !octets.every(octet => /^\d{1,10}$/.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

const GROUPS = 8;

function parseV6(text: string): bigint | undefined {
  const sides = text.split('::');
  const [head = '', tail] = sides;
  if (sides.length > 2) return undefined;
  const first = parseGroups(head, tail === undefined);
  const last = tail === undefined ? [] : parseGroups(tail, true);
  if (first === undefined || last === undefined) return undefined;
  const missing = GROUPS - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...first, ...new Array<bigint>(missing).fill(0n), ...last];
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** The 16-bit groups of one side of `::`; the last one of all may be an IPv4 address, which fills two. */
function parseGroups(text: string, endsAddress: boolean): readonly bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const v4 = endsAddress ? parseV4(parts.at(-1) ?? '') : undefined;
  const hex = v4 === undefined ? parts : parts.slice(0, -1);
  if (!hex.every(part => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  const groups = hex.map(part => BigInt(`0x${part}`));
  return v4 === undefined ? groups : [...groups, v4 >> 16n, v4 & 0xffffn];
}

/** Whether every address of `inner` is one of `outer`. */
export function containsRange(outer: IpRange, inner: IpRange): boolean {
  const rest = BigInt(WIDTH[outer.family] - outer.length);
  return outer.family === inner.family && outer.length <= inner.length && outer.bits >> rest === inner.bits >> rest;
}

/** What two ranges share: prefixes are nested or apart, so it is the smaller one or nothing. */
export function intersectRanges(a: IpRange, b: IpRange): IpRange | undefined {
  if (containsRange(a, b)) return b;
  return containsRange(b, a) ? a : undefined;
}

/** Whether `parts` together hold every address of `whole`. */
export function coverRange(parts: readonly IpRange[], whole: IpRange): boolean {
  if (parts.some(part => containsRange(part, whole))) return true;
  const inside = parts.filter(part => containsRange(whole, part)).sort(compareStart);
  let covered = 0n;
  let outer: IpRange | undefined;
  for (const part of inside) {
    if (outer !== undefined && containsRange(outer, part)) continue;
    outer = part;
    covered += countAddresses(part);
  }
  return covered === countAddresses(whole);
}

/** By first address, the wider range first. */
function compareStart(a: IpRange, b: IpRange): number {
  if (a.bits !== b.bits) return a.bits < b.bits ? -1 : 1;
  return a.length - b.length;
}

function countAddresses(range: IpRange): bigint {
  return 1n << BigInt(WIDTH[range.family] - range.length);
}
