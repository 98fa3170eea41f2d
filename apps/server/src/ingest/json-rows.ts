/** `\u0000` and halves of surrogate pairs, which PostgreSQL takes in no text. */
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;
const REPLACEMENT = '\uFFFD';

/**
 * Rows as one JSON text for `json_to_recordset`. What PostgreSQL cannot hold is replaced: one odd object must not keep a whole cluster from
 * being stored.
 */
export function toJsonRows(rows: readonly object[]): string {
  const text = JSON.stringify(rows);
  return SUSPECT.test(text) ? JSON.stringify(clean(rows)) : text;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [cleanText(key), clean(member)]));
}

/** A text that PostgreSQL holds. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}
