import { adoptElement } from './adopt.ts';
import { nameType } from './describe.ts';
import { isMap, listKeys, readKey } from './map.ts';
import { CelDouble, CelUint, isInt } from './numbers.ts';
import { CelOptional } from './optional.ts';
import { compareStrings, decodeUtf8 } from './strings.ts';
import { CelDuration, CelTimestamp, formatDuration, formatTimestamp } from './time.ts';
import { CelTypeValue } from './type-value.ts';
import type { CelMap } from './value.ts';

/** A value as people read it in messages: strings bare, lists `[a, b]`, maps `{key: value}` with sorted keys. */
export function formatValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return formatNumber(value);
  if (value === null || typeof value === 'boolean' || isInt(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(element => formatValue(adoptElement(element))).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return isMap(value) ? formatMap(value) : formatObject(value);
}

function formatObject(value: object): string {
  if (value instanceof CelDouble) return formatNumber(value.value);
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof Uint8Array) return decodeUtf8(value) ?? [...value].map(byte => byte.toString(16).padStart(2, '0')).join('');
  if (value instanceof CelTimestamp) return formatTimestamp(value);
  if (value instanceof CelDuration) return formatDuration(value);
  if (value instanceof CelTypeValue) return value.name;
  if (value instanceof CelOptional) return value.value === undefined ? 'optional.none()' : `optional.of(${formatValue(value.value)})`;
  if (hasText(value)) return value.toText();
  return nameType(value);
}

/** Library values (quantities, addresses, URLs) write themselves. */
export function hasText(value: unknown): value is { toText(): string } {
  return typeof value === 'object' && value !== null && 'toText' in value && typeof value.toText === 'function';
}

function formatMap(map: CelMap): string {
  const entries = listKeys(map).map(key => [formatValue(key), formatValue(adoptElement(readKey(map, key)))] as const);
  entries.sort(([left], [right]) => compareStrings(left, right));
  return `{${entries.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

/** Plain notation between 1e-6 and 1e21, as JavaScript and cel-go's `format` write doubles. */
function formatNumber(value: number): string {
  return String(value);
}
