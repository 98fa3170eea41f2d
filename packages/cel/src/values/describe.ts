import { isMap } from './map.ts';
import { CelDouble, CelUint, isInt } from './numbers.ts';
import { CelOptional } from './optional.ts';
import { CelDuration, CelTimestamp } from './time.ts';
import { CelTypeValue } from './type-value.ts';

/** The name of a value's run-time type, as `type(x)` gives it and as error messages say it. */
export function nameType(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'double';
    case 'bigint':
      return 'int';
    case 'object':
      return value === null ? 'null_type' : nameObjectType(value);
    default:
      return typeof value;
  }
}

function nameObjectType(value: object): string {
  if (Array.isArray(value)) return 'list';
  if (value instanceof CelDouble) return 'double';
  if (value instanceof CelUint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof CelTimestamp) return 'google.protobuf.Timestamp';
  if (value instanceof CelDuration) return 'google.protobuf.Duration';
  if (value instanceof CelTypeValue) return 'type';
  if (value instanceof CelOptional) return 'optional_type';
  if (isMap(value)) return 'map';
  return readTypeName(value) ?? value.constructor.name;
}

/** Library values carry the CEL name of their type. */
function readTypeName(value: object): string | undefined {
  return 'celType' in value && typeof value.celType === 'string' ? value.celType : undefined;
}

/** True for the engine's own scalar classes, whose JavaScript properties are no CEL fields. */
export function isScalarObject(value: object): boolean {
  return (
    value instanceof CelDouble ||
    value instanceof CelUint ||
    value instanceof Uint8Array ||
    value instanceof CelTimestamp ||
    value instanceof CelDuration ||
    value instanceof CelTypeValue ||
    readTypeName(value) !== undefined
  );
}

/** False for what `optional.ofNonZeroValue` treats as absent. */
export function isNonZero(value: unknown): boolean {
  if (value === null || value === false || value === '' || value === 0) return false;
  if (isInt(value) || typeof value !== 'object') return true;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  if (value instanceof CelDouble) return value.value !== 0;
  if (value instanceof CelUint) return value.value !== 0n;
  if (value instanceof CelDuration || value instanceof CelTimestamp) return value.nanos !== 0n;
  if (value instanceof CelOptional) return value.value !== undefined;
  if (value instanceof Map) return value.size > 0;
  return !isMap(value) || Object.keys(value).length > 0;
}
