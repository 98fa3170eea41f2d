import { ImageError } from '../errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A document without end of nesting takes fifty times its size to be parsed, which only matters for large ones. */
const SMALL_BYTES = 1024 * 1024;
const DEPTH = 1000;

/** The one reader of JSON that others wrote. Throws ImageError `document-invalid`. */
export function parseJsonObject(bytes: Uint8Array, what: string): JsonObject {
  const value = parseJson(bytes, what);
  if (!isObject(value)) throw new ImageError('document-invalid', `${what} is no JSON object`);
  return value;
}

export function parseJson(bytes: Uint8Array, what: string): unknown {
  if (bytes.length > SMALL_BYTES && isDeep(bytes)) throw new ImageError('document-invalid', `${what} is nested more than ${DEPTH} deep`);
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown;
  } catch (cause) {
    throw new ImageError('document-invalid', `${what} is no JSON`, { cause });
  }
}

/** Brackets outside of texts, whether or not the rest is JSON. */
function isDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > DEPTH) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The elements of a list; none when it is none. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function toTexts(value: unknown): readonly string[] {
  return toList(value).filter(element => typeof element === 'string');
}

export function toTextMap(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
