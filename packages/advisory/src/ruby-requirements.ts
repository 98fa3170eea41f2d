import { findScheme } from '@breakwater/version';
import type { Range, RangeEvent } from '@breakwater/vulnerability';

/** From `low`, inclusive, to `high`, exclusive; undefined for the lowest and the highest of all. */
interface Interval {
  readonly low: string | undefined;
  readonly high: string | undefined;
}

const MAX_REQUIREMENTS = 200;

/**
 * What is affected where these requirements say what is not, as events in turns; empty where nothing is. Each is a list of conditions that all have to
 * hold: `~> 6.0.3, >= 6.0.3.7`. https://guides.rubygems.org/patterns/#semantic-versioning
 *
 * @throws TypeError
 */
export function listAffected(safe: readonly string[]): Range {
  if (safe.length > MAX_REQUIREMENTS) throw new TypeError(`it has ${safe.length} requirements`);
  const intervals = safe
    .map(toInterval)
    .filter(isNotEmpty)
    .sort((a, b) => compareLow(a.low, b.low));
  const events: RangeEvent[] = [];
  let reached: string | undefined = '0';
  for (const { low, high } of intervals) {
    if (reached === undefined) break;
    const isGap = low !== undefined && (reached === '0' || compare(reached, low) < 0);
    if (isGap) events.push(['introduced', reached], ['fixed', low]);
    reached = high === undefined ? undefined : reached === '0' || compare(high, reached) > 0 ? high : reached;
  }
  return reached === undefined ? events : [...events, ['introduced', reached]];
}

function toInterval(requirement: string): Interval {
  return requirement.split(',').map(toBounds).reduce(intersect);
}

function toBounds(condition: string): Interval {
  const [, operator, version] = /^\s*(~>|>=|<=|!=|=|>|<|)\s*v?(\d[\w.-]*)\s*$/.exec(condition) ?? [];
  if (version === undefined || operator === '!=')
    throw new TypeError(`'${condition.slice(0, 50)}' is no requirement that says what is safe`);
  switch (operator) {
    case '~>':
      return { low: version, high: toNext(version) };
    case '>=':
      return { low: version, high: undefined };
    case '>':
      return { low: toAbove(version), high: undefined };
    case '<':
      return { low: undefined, high: version };
    case '<=':
      return { low: undefined, high: toAbove(version) };
    default:
      return { low: version, high: toAbove(version) };
  }
}

/** The next of all but the last part: 5.3 of 5.2.6, 6 of 5.2. */
function toNext(version: string): string {
  const parts = version.split('.').filter(part => /^\d+$/.test(part));
  const kept = parts.length > 1 ? parts.slice(0, -1) : parts;
  return [...kept.slice(0, -1), String(Number(kept.at(-1)) + 1)].join('.');
}

/** A version that none lies below, and above this one. */
function toAbove(version: string): string {
  return `${version}.0.0.1`;
}

function intersect(a: Interval, b: Interval): Interval {
  const low = a.low === undefined || (b.low !== undefined && compare(b.low, a.low) > 0) ? b.low : a.low;
  const high = a.high === undefined || (b.high !== undefined && compare(b.high, a.high) < 0) ? b.high : a.high;
  return { low, high };
}

function isNotEmpty({ low, high }: Interval): boolean {
  return low === undefined || high === undefined || compare(low, high) < 0;
}

function compareLow(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b);
}

const scheme = findScheme('rubygems');

function compare(a: string, b: string): number {
  const [left, right] = [scheme.parse(a), scheme.parse(b)];
  if (left === undefined || right === undefined) throw new TypeError(`'${left === undefined ? a : b}' is no version of a gem`);
  return scheme.compare(left, right);
}
