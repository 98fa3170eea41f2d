import { adoptElement } from './adopt.ts';
import { Failure } from './failure.ts';
import { isMap, listKeys, readKey, sizeOfMap } from './map.ts';
import { compareNumbers, isNumeric } from './numbers.ts';
import { CelOptional } from './optional.ts';
import { CelDuration, CelTimestamp } from './time.ts';
import { CelTypeValue } from './type-value.ts';
import type { CelMap, CelValue } from './value.ts';

/** Counts the work of a comparison, so that deep structures have a price. */
export interface Meter {
  charge(cost: number): void;
}

/**
 * CEL equality: numbers by value across their types, lists and maps by their elements, everything else of different types
 * is unequal and never an error (https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality).
 *
 * @throws Failure when the answer depends on an element that is an unknown fact.
 */
export function equalValues(left: CelValue, right: CelValue, meter?: Meter): boolean {
  if (typeof left === 'string' || typeof left === 'boolean' || left === null) return left === right;
  if (typeof left === 'number' && typeof right === 'number') return left === right;
  if (typeof right !== 'object' && !isNumeric(right)) return false;
  return right !== null && equalObjects(left, right, meter);
}

function equalObjects(left: Exclude<CelValue, null>, right: Exclude<CelValue, null>, meter: Meter | undefined): boolean {
  if (isNumeric(left)) {
    return isNumeric(right) && compareNumbers(left, right) === 0;
  }
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right, meter);
  if (left instanceof Uint8Array) return right instanceof Uint8Array && equalBytes(left, right);
  if (left instanceof CelTimestamp) return right instanceof CelTimestamp && left.nanos === right.nanos;
  if (left instanceof CelDuration) return right instanceof CelDuration && left.nanos === right.nanos;
  if (left instanceof CelTypeValue) return right instanceof CelTypeValue && left.name === right.name;
  if (left instanceof CelOptional) return right instanceof CelOptional && equalOptionals(left, right, meter);
  if (isMap(left)) return isMap(right) && equalMaps(left, right, meter);
  return left === right || (hasEquals(left) && left.equals(right));
}

/** Library values (quantities, addresses) say themselves what equality means. */
function hasEquals(value: unknown): value is { equals(other: unknown): boolean } {
  return typeof value === 'object' && value !== null && 'equals' in value && typeof value.equals === 'function';
}

function equalLists(left: readonly CelValue[], right: readonly CelValue[], meter: Meter | undefined): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    meter?.charge(0.1);
    if (!equalValues(requireElement(left[index]), requireElement(right[index]), meter)) return false;
  }
  return true;
}

function equalMaps(left: CelMap, right: CelMap, meter: Meter | undefined): boolean {
  const keys = listKeys(left);
  if (keys.length !== sizeOfMap(right)) return false;
  return keys.every(key => {
    meter?.charge(0.1);
    const other = readKey(right, key);
    return other !== undefined && equalValues(requireElement(readKey(left, key)), requireElement(other), meter);
  });
}

/** Whether two containers are equal cannot be said while an element is not known: the failure is thrown, it is that rare. */
function requireElement(raw: unknown): CelValue {
  const element = adoptElement(raw);
  if (element instanceof Failure) throw element;
  return element;
}

/** `value in list`: an element that is equal decides; an unknown one is thrown when none is. */
export function includesValue(list: readonly unknown[], value: CelValue, meter?: Meter): boolean {
  let failure: Failure | undefined;
  for (const raw of list) {
    try {
      if (equalValues(requireElement(raw), value, meter)) return true;
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      failure = Failure.merge(failure, thrown);
    }
  }
  if (failure !== undefined) throw failure;
  return false;
}

/** The same with an element of another list. */
export function includesElement(list: readonly unknown[], element: unknown): boolean {
  return includesValue(list, requireElement(element));
}

/** Equality of two elements of lists. Throws an unknown fact. */
export function equalElements(left: unknown, right: unknown): boolean {
  return equalValues(requireElement(left), requireElement(right));
}

function equalOptionals(left: CelOptional, right: CelOptional, meter: Meter | undefined): boolean {
  if (left.value === undefined || right.value === undefined) return left.value === right.value;
  return equalValues(left.value, right.value, meter);
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
