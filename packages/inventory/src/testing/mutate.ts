import { isRecord } from '../raw.ts';

const nest = (depth: number): unknown => (depth === 0 ? 'x' : { x: nest(depth - 1) });

/**
 * What a file may hold where something else belongs: JSON as it is parsed, with keys that every object inherits, maps that
 * no conversion to text survives, and integers beyond 2^53 as bigint.
 */
export const JUNK: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2n ** 70n,
  '',
  'x',
  '%{{[(*',
  'a/b:c@d',
  '__proto__',
  'x'.repeat(100_000),
  [],
  [null],
  [[['x']]],
  ['x', 1, null, {}],
  [{}],
  {},
  JSON.parse('{"toString": 1, "valueOf": null}'),
  JSON.parse('{"__proto__": {"x": 1}, "constructor": {"prototype": 1}, "hasOwnProperty": 1, "length": -1}'),
  { matchLabels: 1, matchExpressions: [null, { key: 1, operator: 'In', values: 'x' }] },
  { name: {}, kind: [], apiVersion: 1, namespace: null },
  nest(90),
];

/** The value with everything that lies `depth` levels below it replaced, or its scalars only; what is less deep stays. */
export function replaceAtDepth(value: unknown, depth: number, what: 'all' | 'scalars', junk: unknown): unknown {
  const isHolder = Array.isArray(value) || isRecord(value);
  if (depth === 0) return what === 'scalars' && isHolder ? value : junk;
  if (Array.isArray(value)) return value.map(entry => replaceAtDepth(entry, depth - 1, what, junk));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceAtDepth(entry, depth - 1, what, junk)]));
}

/** The value with one place replaced: at each level the step at `steps[level]`, counted around, leads on; the place is where the steps end. */
export function replaceAt(value: unknown, steps: readonly number[], junk: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return junk;
  if (Array.isArray(value)) {
    const at = step % Math.max(value.length, 1);
    return value.map((entry, index) => (index === at ? replaceAt(entry, rest, junk) : entry));
  }
  if (!isRecord(value)) return junk;
  const entries = Object.entries(value);
  const at = step % Math.max(entries.length, 1);
  return Object.fromEntries(entries.map(([key, entry], index) => [key, index === at ? replaceAt(entry, rest, junk) : entry]));
}
