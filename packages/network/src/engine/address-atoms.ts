import { containsRange, coverRange, type IpRange, parseIpRange } from '@breakwater/inventory';
import type { Policy } from '../policy/normal-form.ts';
import type { Outside } from '../world.ts';

/** Addresses outside of the cluster that no policy tells apart: a range without the ranges that policies name inside of it. */
export interface AddressAtom extends Outside {
  /** Ranges inside that are atoms of their own. */
  readonly without: readonly IpRange[];
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'].map(text => parseIpRange(text)).filter(range => range !== undefined);

/** Ranges are nested or apart, so that each is an atom less what lies inside of it; and all of the rest is one for each family. */
export function listAddressAtoms(policies: readonly Policy[]): readonly AddressAtom[] {
  const ranges = listDistinct([...EVERYWHERE, ...listRanges(policies)]);
  const inside = findInside(ranges);
  return ranges
    .map((range): AddressAtom => ({ kind: 'outside', range, without: inside.get(range) ?? [] }))
    .filter(({ range, without }) => !coverRange(without, range));
}

/** Every range that a rule names, also what it takes out. */
export function listRanges(policies: readonly Policy[]): readonly IpRange[] {
  const peers = policies.flatMap(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])].flatMap(rule => rule.peers ?? []));
  return peers.flatMap(peer => {
    if (peer.kind === 'block') return [peer.range, ...peer.except];
    return peer.kind === 'networks' ? peer.ranges : [];
  });
}

export function nameRange({ family, bits, length }: IpRange): string {
  return `${family}:${bits}/${length}`;
}

function listDistinct(ranges: readonly IpRange[]): readonly IpRange[] {
  return [...new Map(ranges.map(range => [nameRange(range), range])).values()].toSorted(compareRanges);
}

/** By first address, the wider first: what is inside of a range follows it. */
function compareRanges(a: IpRange, b: IpRange): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.bits !== b.bits) return a.bits < b.bits ? -1 : 1;
  return a.length - b.length;
}

/** The ranges directly inside of each. */
function findInside(sorted: readonly IpRange[]): ReadonlyMap<IpRange, readonly IpRange[]> {
  const inside = new Map<IpRange, IpRange[]>();
  const around: IpRange[] = [];
  for (const range of sorted) {
    while (around.length > 0 && !containsRange(around.at(-1) as IpRange, range)) around.pop();
    const outer = around.at(-1);
    if (outer !== undefined) inside.set(outer, [...(inside.get(outer) ?? []), range]);
    around.push(range);
  }
  return inside;
}

/** Which of many ranges hold an address, without asking each. */
export class RangeIndex {
  readonly #byLength = new Map<string, Map<bigint, number>>();

  constructor(ranges: readonly IpRange[]) {
    for (const [index, { family, bits, length }] of ranges.entries()) {
      const key = `${family}/${length}`;
      const known = this.#byLength.get(key) ?? new Map<bigint, number>();
      known.set(bits, index);
      this.#byLength.set(key, known);
    }
  }

  /** Positions of the ranges that hold an address, in no order. */
  find({ family, bits }: IpRange): readonly number[] {
    const width = family === 4 ? 32 : 128;
    const found: number[] = [];
    for (const [key, ranges] of this.#byLength) {
      const [of, length] = key.split('/').map(Number);
      if (of !== family || length === undefined) continue;
      const rest = BigInt(width - length);
      const index = ranges.get((bits >> rest) << rest);
      if (index !== undefined) found.push(index);
    }
    return found;
  }
}
