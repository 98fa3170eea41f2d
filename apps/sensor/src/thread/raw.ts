/** A JSON object as it came from a cluster or a file. */
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
