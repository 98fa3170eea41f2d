import { adoptElement } from './adopt.ts';
import { isMap, listKeys, readKey } from './map.ts';
import { CelDouble, CelUint } from './numbers.ts';
import { CelOptional } from './optional.ts';
import { formatValue } from './text.ts';
import type { CelMap, CelValue } from './value.ts';

/**
 * A value as JSON: ints and uints beyond 2^53 and doubles without a JSON form (NaN, infinities) become strings, bytes
 * base64, timestamps and durations their texts, an absent optional null (https://protobuf.dev/programming-guides/json/).
 */
export function toJson(value: CelValue): unknown {
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? value : formatValue(value);
    case 'object':
      return value === null ? null : objectToJson(value);
    default:
      return value;
  }
}

function objectToJson(value: object): unknown {
  if (Array.isArray(value)) return value.map(element => toJson(adoptElement(element)));
  if (value instanceof CelDouble) return Number.isFinite(value.value) ? value.value : formatValue(value);
  if (value instanceof CelUint) return value.value <= 9007199254740991n ? Number(value.value) : value.value.toString();
  if (value instanceof Uint8Array) return encodeBase64(value);
  if (value instanceof CelOptional) return value.value === undefined ? null : toJson(value.value);
  return isMap(value) ? mapToJson(value) : formatValue(value);
}

function mapToJson(map: CelMap): Record<string, unknown> {
  return Object.fromEntries(listKeys(map).map(key => [formatValue(key), toJson(adoptElement(readKey(map, key)))]));
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.subarray(index, index + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += (ALPHABET[group >> 18] ?? '') + (ALPHABET[(group >> 12) & 63] ?? '');
    text += second === undefined ? '=' : (ALPHABET[(group >> 6) & 63] ?? '');
    text += third === undefined ? '=' : (ALPHABET[group & 63] ?? '');
  }
  return text;
}

/** Standard base64, padding optional; undefined when the text is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/={1,2}$/, '');
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(bare)) return undefined;
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let group = 0;
  let bits = 0;
  let length = 0;
  for (const character of bare) {
    group = ((group << 6) | ALPHABET.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (group >> bits) & 0xff;
  }
  return bytes;
}
