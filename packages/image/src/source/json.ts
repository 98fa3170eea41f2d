import { ImageError } from '../errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The one reader of JSON that others wrote. Throws ImageError `document-invalid`. */
export function parseJsonObject(bytes: Uint8Array, what: string): JsonObject {
  const value = parseJson(bytes, what);
  if (!isObject(value)) throw new ImageError('document-invalid', `${what} is no JSON object`);
  return value;
}

export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown;
  } catch (cause) {
    throw new ImageError('document-invalid', `${what} is no JSON`, { cause });
  }
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
