import type { InventoryObject } from '@breakwater/inventory';

type Path = readonly (string | number)[];

const REDACTED = '(redacted)';

/** What stands at a place of an object; undefined when nothing does. Inherited names are no fields. */
export function readValue(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** A value that was found at a place, fit to be shown: short, as JSON, without what nobody may read. */
export function showValue(value: unknown, { kind }: InventoryObject, path: Path, redact: boolean): unknown {
  const inSecret = kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData');
  if (redact || inSecret) return REDACTED;
  const isHolder = typeof value === 'object' && value !== null;
  return isHolder && path.some(step => PLACES_OF_SECRETS.has(String(step))) ? summarize(value) : shortenValue(value);
}

/** Fields in which people write passwords, whatever they are meant for: inside a larger value they are not repeated. */
const PLACES_OF_SECRETS = new Set([
  'annotations',
  'args',
  'command',
  'data',
  'env',
  'options',
  'parameters',
  'stringData',
  'volumeAttributes',
]);

const MAX_TEXT = 200;
const MAX_JSON = 400;

/** Evidence is for reading: long texts are cut, lists of maps (containers, variables, headers) are only counted. */
export function shortenValue(value: unknown): unknown {
  if (typeof value === 'string') return shortenText(value, MAX_TEXT);
  if (typeof value === 'boolean') return value;
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (typeof inner === 'string') return shortenText(inner, MAX_TEXT);
    if (typeof inner === 'bigint') return String(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    return PLACES_OF_SECRETS.has(key) || isListOfHolders(inner) ? summarize(inner) : inner;
  });
  if (text === undefined) return null;
  return text.length > MAX_JSON && typeof value === 'object' && value !== null ? summarize(value) : JSON.parse(text);
}

function isListOfHolders(value: object): boolean {
  return Array.isArray(value) && value.some(entry => typeof entry === 'object' && entry !== null);
}

function summarize(value: object): string {
  return Array.isArray(value) ? `list of ${value.length}` : `map of ${Object.keys(value).length}`;
}

/** The beginning of a text that is longer than anybody reads. */
export function shortenText(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}
