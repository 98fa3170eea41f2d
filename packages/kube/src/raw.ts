/** A JSON object as the API server gave it. */
export type Raw = Readonly<Record<string, unknown>>;

const NOTHING: Raw = Object.freeze({});

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is anything else. */
export function toRecord(value: unknown): Raw {
  return isRecord(value) ? value : NOTHING;
}

/** The entries of a list that are objects. */
export function toRecords(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The value as text; empty when it is anything else. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The named fields of an object, those that it has; undefined when it has none of them. */
export function pick(value: unknown, fields: readonly string[]): Raw | undefined {
  const record = toRecord(value);
  const entries = fields.filter(field => Object.hasOwn(record, field)).map(field => [field, record[field]] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The object without some of its fields. */
export function omit(value: Raw, ...fields: readonly string[]): Raw {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)));
}
