import type { IpRange } from '@breakwater/inventory';

/** Addresses of one family from the first to the last, both included. */
export interface AddressInterval {
  readonly family: IpRange['family'];
  readonly first: bigint;
  readonly last: bigint;
}

const WIDTH = { 4: 32, 6: 128 } as const;

export function toInterval({ family, bits, length }: IpRange): AddressInterval {
  return { family, first: bits, last: bits + (1n << BigInt(WIDTH[family] - length)) - 1n };
}

/** What is left of a range without ranges inside of it. */
export function subtractRanges(range: IpRange, without: readonly IpRange[]): readonly AddressInterval[] {
  const { family, first, last } = toInterval(range);
  const left: AddressInterval[] = [];
  let next = first;
  for (const hole of without.map(toInterval).toSorted(compareIntervals)) {
    if (hole.first > next) left.push({ family, first: next, last: hole.first - 1n });
    if (hole.last >= next) next = hole.last + 1n;
  }
  return next > last ? left : [...left, { family, first: next, last }];
}

/** Sorted, with those that touch put together. */
export function mergeIntervals(intervals: readonly AddressInterval[]): readonly AddressInterval[] {
  const merged: AddressInterval[] = [];
  for (const interval of intervals.toSorted(compareIntervals)) {
    const before = merged.at(-1);
    if (before === undefined || before.family !== interval.family || before.last + 1n < interval.first) merged.push(interval);
    else if (interval.last > before.last) merged[merged.length - 1] = { ...before, last: interval.last };
  }
  return merged;
}

export function compareIntervals(a: AddressInterval, b: AddressInterval): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}

/** `10.0.0.0-10.255.255.255`, or one address alone. */
export function formatInterval({ family, first, last }: AddressInterval): string {
  const start = formatAddress(family, first);
  return first === last ? start : `${start}-${formatAddress(family, last)}`;
}

/** `10.0.0.0/8` */
export function formatRange({ family, bits, length }: IpRange): string {
  return `${formatAddress(family, bits)}/${length}`;
}

export function formatAddress(family: IpRange['family'], bits: bigint): string {
  return family === 4 ? [24n, 16n, 8n, 0n].map(shift => String((bits >> shift) & 0xffn)).join('.') : formatV6(bits);
}

/** The longest run of two or more zero groups is left out. https://www.rfc-editor.org/rfc/rfc5952#section-4 */
function formatV6(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  let [start, length] = [0, 0];
  for (let from = 0; from < groups.length; from++) {
    let to = from;
    while (groups[to] === '0') to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}
