import { compareNumbers, isNumeric } from './numbers.ts';
import { compareStrings } from './strings.ts';
import { CelDuration, CelTimestamp } from './time.ts';

/**
 * The order of two values: negative, 0, positive; NaN when a double is NaN (then every comparison is false);
 * undefined when the types have no common order.
 */
export function compareValues(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string') return typeof right === 'string' ? compareStrings(left, right) : undefined;
  if (isNumeric(left)) return isNumeric(right) ? compareNumbers(left, right) : undefined;
  if (typeof left === 'boolean') return typeof right === 'boolean' ? Number(left) - Number(right) : undefined;
  if (left instanceof CelTimestamp) return right instanceof CelTimestamp ? compareNanos(left.nanos, right.nanos) : undefined;
  if (left instanceof CelDuration) return right instanceof CelDuration ? compareNanos(left.nanos, right.nanos) : undefined;
  if (left instanceof Uint8Array) return right instanceof Uint8Array ? compareBytes(left, right) : undefined;
  return undefined;
}

function compareNanos(left: bigint, right: bigint): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
