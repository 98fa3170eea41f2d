export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1024 ? value : undefined;
}

/**
 * The objects of a list that a document has under a key.
 *
 * @throws TypeError where there is no such list
 */
export function toObjects(document: unknown, key: string): readonly Json[] {
  const list = isObject(document) ? document[key] : undefined;
  if (!Array.isArray(list)) throw new TypeError(`it has no list '${key}'`);
  return list.filter(isObject);
}
