import { type Failure, fail, toFailure, Unknown } from './failure.ts';
import { adoptNumber, toInt } from './numbers.ts';
import { timestampFromDate } from './time.ts';
import type { CelValue } from './value.ts';

/**
 * A value of the outside (JSON, host object, result of a host function) as CEL sees it. Containers are taken as they are;
 * what lies in them is adopted when it is read. Undefined stays undefined: the caller says what is missing.
 */
export function adopt(value: unknown): CelValue | Failure | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? value : adoptNumber(value);
    case 'object':
      return value === null || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype ? value : adoptObject(value);
    case 'bigint':
      return toInt(value);
    default:
      return fail(`a ${typeof value} is not a CEL value`);
  }
}

function adoptObject(value: object): CelValue | Failure {
  if (value instanceof Date) return timestampFromDate(value);
  if (value instanceof Unknown) return toFailure(value);
  return value;
}

/** An element of a list or map, which is there for certain: undefined reads as null. */
export function adoptElement(value: unknown): CelValue | Failure {
  return adopt(value) ?? null;
}
