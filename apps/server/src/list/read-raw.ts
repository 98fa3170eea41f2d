type Raw = Record<string, unknown>;

/** Objects of clusters are as others wrote them: what has another shape than expected reads as nothing. */
export function toRecord(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

export function toRecords(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.map(toRecord) : [];
}

export function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A map of quantities or labels. */
export function toTexts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(toRecord(value)).map(([name, text]) => [name, toText(text)]));
}
