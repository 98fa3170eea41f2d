/** A JSON object as it came from outside: every read of it has to be ready for anything. */
export type Raw = Readonly<Record<string, unknown>>;

/** A path inside an object: keys and list indexes. */
export type Path = readonly (string | number)[];

const NOTHING: Raw = Object.freeze({});

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is anything else. */
export function toRecord(value: unknown): Raw {
  return isRecord(value) ? value : NOTHING;
}

/** The value as a list; an empty one when it is anything else. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The entries of a list that are objects. */
export function toRecords(value: unknown): readonly Raw[] {
  return toList(value).filter(isRecord);
}

/** The value as text; empty when it is anything else. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value as a number that is exact; undefined when it is anything else. */
export function toInteger(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** A text, number or boolean as it reads; empty for maps and lists, which may not even have a text. */
export function toScalarText(value: unknown): string {
  return typeof value === 'object' || value === undefined ? '' : String(value);
}

/** The entries of a list that are text. */
export function toTexts(value: unknown): readonly string[] {
  return toList(value).filter(entry => typeof entry === 'string');
}

/** The value as a map of text to text, entries of other types left out. */
export function toTextMap(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(toRecord(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

/** Reads a nested value; undefined as soon as the path leaves the object. */
export function readPath(value: unknown, ...path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = typeof step === 'number' ? current[step] : undefined;
    else if (isRecord(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}

/** Leaves out map entries that are null, as the API server does for built-in kinds; shares everything that has none. */
export function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return dropInList(value);
  return isRecord(value) ? dropInRecord(value) : value;
}

function dropInList(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const kept = dropNulls(list[index]);
    if (kept !== list[index]) {
      copy ??= [...list];
      copy[index] = kept;
    }
  }
  return copy ?? list;
}

function dropInRecord(record: Raw): Raw {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(record)) {
    const before = record[key];
    const kept = before === null ? undefined : dropNulls(before);
    if (kept === before) continue;
    copy ??= { ...record };
    if (kept === undefined) delete copy[key];
    else copy[key] = kept;
  }
  return copy ?? record;
}
