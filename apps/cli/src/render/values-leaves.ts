import type { Path } from '@breakwater/manifest';

/** A leaf of values.yaml, and values for helm in which only it is changed. */
export interface ValuesLeaf {
  readonly path: Path;
  readonly value: unknown;
  readonly override: unknown;
}

/** Deeper values belong to no chart that people write. */
const MAX_DEPTH = 20;

/** Empty mappings that charts leave to be filled in, and what a careful person fills in. */
const FILLINGS: readonly (readonly [RegExp, unknown])[] = [
  [
    /securityContext$/i,
    {
      runAsNonRoot: true,
      runAsUser: 10_001,
      runAsGroup: 10_001,
      fsGroup: 10_001,
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  ],
  [/resources$/i, { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '100m', memory: '64Mi' } }],
];

/** Leaves of values in their order, each with values that change it; those that cannot be changed sensibly are left out. */
export function listLeaves(values: unknown): readonly ValuesLeaf[] {
  return [...walk(values, [], changed => changed)];
}

function* walk(value: unknown, path: Path, wrap: (changed: unknown) => unknown): Generator<ValuesLeaf> {
  if (path.length > MAX_DEPTH) return;
  if (Array.isArray(value) && value.length > 0) {
    // helm replaces lists as a whole.
    for (const [index, item] of value.entries()) yield* walk(item, [...path, index], changed => wrap(value.with(index, changed)));
  } else if (isMapping(value) && Object.keys(value).length > 0) {
    const inList = path.some(step => typeof step === 'number');
    for (const [key, item] of Object.entries(value))
      yield* walk(item, [...path, key], changed => wrap(inList ? { ...value, [key]: changed } : { [key]: changed }));
  } else {
    const changed = change(value, String(path.at(-1) ?? ''));
    if (changed !== undefined && path.length > 0) yield { path, value, override: wrap(changed) };
  }
}

function change(value: unknown, key: string): unknown {
  switch (typeof value) {
    case 'boolean':
      return !value;
    case 'number':
    case 'bigint':
      return Number(value) + 1;
    case 'string':
      return value === '' ? 'changed' : `${value}x`;
    default:
      return Array.isArray(value) ? undefined : FILLINGS.find(([name]) => name.test(key))?.[1];
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
