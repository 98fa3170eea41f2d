import table from './kubernetes.generated.json' with { type: 'json' };

/** Shape of a field: a scalar letter, `o` for anything, a list or map of a shape, or the name of a type. */
export interface Field {
  /** See scripts/kubernetes-schema.ts for the letters. */
  readonly code: string;
  readonly required: boolean;
}

export type Fields = ReadonlyMap<string, Field>;

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
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const rows = (TYPES[type] ?? '').split(',').filter(row => row !== '');
  const fields = new Map(rows.map(row => parseField(row)));
  parsed.set(type, fields);
  return fields;
}

function parseField(row: string): readonly [string, Field] {
  const colon = row.indexOf(':');
  const required = row[colon - 1] === '!';
  return [row.slice(0, required ? colon - 1 : colon), { code: row.slice(colon + 1), required }];
}
