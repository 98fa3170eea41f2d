/** A JSON object as this package builds it: a plain object whose every key is its own, `__proto__` included. */
export type JsonObject = { [key: string]: unknown };

/** Whether a value is a mapping rather than a list, a scalar or null. */
export function isMapping(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a key that came from outside; plain assignment of `__proto__` would change the prototype instead. */
export function setEntry(mapping: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true });
  else mapping[key] = value;
}

/**
 * Takes over the entries of a mapping, or of a list of mappings of which the first counts most. They replace entries written before
 * the merge key and are replaced by those after it: that is how the reader of Kubernetes does it, although
 * https://yaml.org/type/merge.html lets the mapping's own entries always win.
 *
 * @param merged collects the keys that came this way
 * @returns false when the source is neither
 */
export function mergeEntries(mapping: JsonObject, source: unknown, merged: Set<string>): boolean {
  if (Array.isArray(source)) return source.every(isMapping) && source.toReversed().every(item => mergeEntries(mapping, item, merged));
  if (!isMapping(source)) return false;
  for (const key of Object.keys(source)) {
    setEntry(mapping, key, source[key]);
    merged.add(key);
  }
  return true;
}
