/** JSON whose text depends on the value alone: keys in order, no spaces; undefined is left out. Throws RangeError where the value is nested too deeply. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(one => toCanonicalJson(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const map = value as Readonly<Record<string, unknown>>;
  const parts = Object.keys(map)
    .toSorted()
    .flatMap(key => (map[key] === undefined ? [] : [`${JSON.stringify(key)}:${toCanonicalJson(map[key])}`]));
  return `{${parts.join(',')}}`;
}
