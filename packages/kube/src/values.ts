import { type Raw, toRecord } from './raw.ts';

/** Sizes of the values that were dropped, by key, as a JSON object: what an object is worth knowing without its values. */
const SIZES = 'breakwater/data-sizes';

/** Longest text of one value that is kept: longer ones are files that nobody reads for settings. */
const MAX_VALUE = 65_536;

/** Every value of some fields becomes the empty text; keys stay, and sizes in bytes go to an annotation. */
export function dropValues(object: Raw, fields: readonly string[], measure: (value: string) => number): Raw {
  const kept: Record<string, unknown> = { ...object };
  const sizes: Record<string, number> = {};
  for (const field of fields) {
    const values = toRecord(object[field]);
    if (Object.keys(values).length === 0) continue;
    kept[field] = Object.fromEntries(Object.keys(values).map(key => [key, '']));
    for (const [key, value] of Object.entries(values)) sizes[key] = typeof value === 'string' ? measure(value) : 0;
  }
  return Object.keys(sizes).length === 0 ? kept : annotate(kept, JSON.stringify(sizes));
}

function annotate(object: Raw, sizes: string): Raw {
  const metadata = toRecord(object['metadata']);
  return { ...object, metadata: { ...metadata, annotations: { ...toRecord(metadata['annotations']), [SIZES]: sizes } } };
}

/** Bytes behind a text in base64. https://www.rfc-editor.org/rfc/rfc4648#section-4 */
export function measureBase64(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((text.length * 3) / 4) - padding);
}

/** Values that are longer than what is kept are cut. */
export function shortenValues(object: Raw, field: string): Raw {
  const values = Object.entries(toRecord(object[field]));
  if (!values.some(([, value]) => isLong(value))) return object;
  return { ...object, [field]: Object.fromEntries(values.map(([key, value]) => [key, isLong(value) ? value.slice(0, MAX_VALUE) : value])) };
}

function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.length > MAX_VALUE;
}
