import { type AddressInterval, compareIntervals, formatInterval } from '../addresses.ts';
import { compareText } from '../compare-text.ts';
import type { Doubt } from '../evaluate/assumptions.ts';
import type { Verdict } from '../evaluate/verdict.ts';
import type { Protocol } from '../world.ts';

/** One end of a connection: a workload, a pod of the cluster that is not in the set, or addresses outside of it. */
export type ConnectionEnd = string | AddressInterval;

/** What one end may do to another with one protocol. */
export interface Connection {
  readonly src: ConnectionEnd;
  readonly dst: ConnectionEnd;
  readonly protocol: Protocol;
  /** `80,8000-8080`; `1-65535` for all. */
  readonly ports: string;
  /** Never `denied`: what is plainly denied is no connection. */
  readonly verdict: Verdict['verdict'];
  readonly upstream: Verdict['upstream'];
  readonly doubts: readonly Doubt[];
}

export function formatEnd(end: ConnectionEnd): string {
  return typeof end === 'string' ? end : formatInterval(end);
}

/** Workloads by name, addresses after them. */
export function compareEnds(a: ConnectionEnd, b: ConnectionEnd): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareText(a, b) : -1;
  return typeof b === 'string' ? 1 : compareIntervals(a, b);
}

type Ends = Pick<Connection, 'src' | 'dst'>;

/** Sorted, with rows put together that differ by nothing but addresses that touch. `describe` is what has to be equal. */
export function mergeRows<T extends Ends>(rows: readonly T[], describe: (row: T) => string): readonly T[] {
  const isPlain = ({ src, dst }: T): boolean => typeof src === 'string' && typeof dst === 'string';
  const outside = rows.filter(row => !isPlain(row));
  const merged = [...Map.groupBy(outside, row => toGroup(row, describe)).values()].flatMap(mergeGroup);
  return [...rows.filter(isPlain), ...merged].toSorted(
    (a, b) => compareEnds(a.src, b.src) || compareEnds(a.dst, b.dst) || compareText(describe(a), describe(b)),
  );
}

function mergeGroup<T extends Ends>(group: readonly T[]): readonly T[] {
  const side = typeof group[0]?.src === 'string' ? 'dst' : 'src';
  const merged: T[] = [];
  for (const row of group.toSorted((a, b) => compareEnds(a[side], b[side]))) {
    const before = merged.at(-1);
    const joined = join(before?.[side], row[side]);
    if (before === undefined || joined === undefined) merged.push(row);
    else merged[merged.length - 1] = { ...before, [side]: joined };
  }
  return merged;
}

/** Addresses do not count: they are what is put together. */
function toGroup<T extends Ends>(row: T, describe: (row: T) => string): string {
  const name = (end: ConnectionEnd): string | number => (typeof end === 'string' ? end : end.family);
  return JSON.stringify([name(row.src), name(row.dst), describe(row)]);
}

function join(before: ConnectionEnd | undefined, after: ConnectionEnd): AddressInterval | undefined {
  if (before === undefined || typeof before === 'string' || typeof after === 'string') return undefined;
  return before.family === after.family && before.last + 1n === after.first ? { ...before, last: after.last } : undefined;
}

export function describeConnection({ protocol, ports, verdict, upstream, doubts }: Omit<Connection, 'src' | 'dst'>): string {
  return JSON.stringify([protocol, ports, verdict, upstream, doubts]);
}
