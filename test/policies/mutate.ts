/**
 * What a file may hold where something else belongs: JSON as it is parsed, with keys that every object inherits, maps that
 * no conversion to text survives, and integers beyond 2^53 as bigint.
 */
export const JUNK: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  2n ** 70n,
  '',
  '%{{[(*',
  'a/b:c@d',
  'x'.repeat(100_000),
  [],
  [null, 'x', [[1]], {}],
  [{}],
  {},
  JSON.parse('{"toString": 1, "valueOf": null, "__proto__": {"x": 1}, "length": -1}'),
  { name: {}, kind: [], apiVersion: 1, matchLabels: 1, matchExpressions: [null] },
];

export type Raw = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value with everything that lies `depth` levels below it replaced. */
export function replaceAtDepth(value: unknown, depth: number, junk: unknown): unknown {
  if (depth === 0) return junk;
  if (Array.isArray(value)) return value.map(entry => replaceAtDepth(entry, depth - 1, junk));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceAtDepth(entry, depth - 1, junk)]));
}

/** The value with one place replaced: each step leads on, counted around; the place is where the steps end. */
export function replaceAt(value: unknown, [step, ...rest]: readonly number[], junk: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return junk;
  if (Array.isArray(value)) return value.map((entry, index) => (index === step % value.length ? replaceAt(entry, rest, junk) : entry));
  const entries = Object.entries(value);
  const at = step % Math.max(entries.length, 1);
  return Object.fromEntries(entries.map(([key, entry], index) => [key, index === at ? replaceAt(entry, rest, junk) : entry]));
}
