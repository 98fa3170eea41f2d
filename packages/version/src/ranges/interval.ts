import type { VersionScheme } from '../scheme.ts';
import { type Alternatives, type Comparator, type Test, toTest } from './comparator.ts';

const INTERVAL = /([[(])\s*([^\s,[\]()]*)\s*(?:(,)\s*([^\s,[\]()]*)\s*)?([\])])/y;
const SEPARATOR = /\s*,?\s*/y;

/** Brackets as Maven and NuGet write them: `[1.0,2.0)`, `(,1.0]`, `[1.0]`, several of them joined by commas. Undefined for anything else. */
export function readIntervals(constraint: string): Alternatives | undefined {
  const text = constraint.trim();
  const intervals: Comparator[][] = [];
  let index = 0;
  while (index < text.length) {
    INTERVAL.lastIndex = index;
    const match = INTERVAL.exec(text);
    if (match === null) return undefined;
    const interval = toComparators(match);
    if (interval !== undefined) intervals.push(interval);
    SEPARATOR.lastIndex = INTERVAL.lastIndex;
    SEPARATOR.exec(text);
    index = SEPARATOR.lastIndex;
  }
  return intervals;
}

/** Undefined for an interval that holds nothing: `(1.0)`. */
function toComparators([, open = '', low = '', comma, high = '', close = '']: RegExpExecArray): Comparator[] | undefined {
  if (comma === undefined) return open === '[' && close === ']' && low !== '' ? [{ operator: '=', version: low }] : undefined;
  const comparators: Comparator[] = [];
  if (low !== '') comparators.push({ operator: open === '[' ? '>=' : '>', version: low });
  if (high !== '') comparators.push({ operator: close === ']' ? '<=' : '<', version: high });
  return comparators;
}

export function isInterval(constraint: string): boolean {
  return /^\s*[[(]/.test(constraint);
}

export function compileIntervals<Value extends object>(constraint: string, scheme: VersionScheme<Value>): Test<Value> | undefined {
  return toTest(readIntervals(constraint), scheme);
}
