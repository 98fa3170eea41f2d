import table from './kubernetes.generated.json' with { type: 'json' };

export interface Fields {
  /**
   * Shapes: a scalar letter, `o` for anything, a list or map of a shape, or the name of a type. See scripts/kubernetes-schema.ts for the letters.
   */
  readonly byName: ReadonlyMap<string, string>;
  readonly required: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = table.types;
const KINDS: Readonly<Record<string, string>> = table.kinds;
const parsed = new Map<string, Fields>();

/** Type of a built-in kind by `group/version/Kind`; undefined for custom resources and versions that are gone. */
export function findKindType(apiVersion: string, kind: string): string | undefined {
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
}

/** Whether a built-in kind exists in another version of the same group. */
export function listKindVersions(kind: string): readonly string[] {
  return Object.keys(KINDS)
    .filter(key => key.endsWith(`/${kind}`))
    .map(key => key.slice(0, -kind.length - 1));
}

/** Fields of a type; parsed when first asked for, since most runs meet few types. */
export function readFields(type: string): Fields {
  const before = parsed.get(type);
  if (before !== undefined) return before;
  const rows = (TYPES[type] ?? '').split(',').filter(row => row !== '');
  const fields = rows.map(row => parseField(row));
  const known = {
    byName: new Map(fields.map(({ name, code }) => [name, code])),
    required: fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
  parsed.set(type, known);
  return known;
}

function parseField(row: string) {
  const colon = row.indexOf(':');
  const isRequired = row[colon - 1] === '!';
  return { name: row.slice(0, isRequired ? colon - 1 : colon), code: row.slice(colon + 1), isRequired };
}
