import type { ManifestDocument, Path } from '@breakwater/manifest';

/** A place in a text; lines and columns count from 1, columns in UTF-16 units as editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a character of a text value stands in its YAML. A value may be plain, quoted, literal or folded: all keep the order of what is not
 * white space, so value and source are walked side by side. Where they part (an escape that is none of these), the place is the last common one.
 *
 * @param at offset in the value
 */
export function placeInValue(source: string, document: ManifestDocument, path: Path, value: string, at: number): Place {
  const { line, column } = document.locate(path);
  const start = toOffset(source, line, column);
  const head = readHead(source, typeof path.at(-1) === 'string' ? skipKey(source, start) : start);
  let here = head.end;
  for (const character of value.slice(0, at)) {
    if (isBlank(character)) continue;
    const next = findNext(source, here, character, head.quote);
    if (next === undefined) break;
    here = next;
  }
  return toPlace(source, at < value.length ? skipBlanks(source, here) : here);
}

/** Behind a character of the value, with white space and escapes before it; undefined where something else stands. */
function findNext(source: string, from: number, character: string, quote: string): number | undefined {
  const start = skipBlanks(source, from);
  if (quote === "'" && character === "'") return source.startsWith("''", start) ? start + 2 : undefined;
  if (quote === '"' && source[start] === '\\') return source.startsWith(character, start + 1) ? start + 1 + character.length : undefined;
  return source.startsWith(character, start) ? start + character.length : undefined;
}

function skipKey(source: string, from: number): number {
  const colon = source.indexOf(':', from);
  return colon < 0 ? from : colon + 1;
}

/** The quote or the block indicator with which a value begins, and where that ends. */
function readHead(source: string, from: number): { readonly end: number; readonly quote: string } {
  const start = skipBlanks(source, from);
  const [head = ''] = /^(?:["']|[|>][-+\d]*[^\n]*\n)/.exec(source.slice(start, start + 200)) ?? [];
  return { end: start + head.length, quote: head.length === 1 ? head : '' };
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && isBlank(source[at] ?? '')) at++;
  return at;
}

function isBlank(character: string): boolean {
  return /^\s$/.test(character);
}

function toOffset(source: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = source.indexOf('\n', start) + 1;
  return start + column - 1;
}

function toPlace(source: string, offset: number): Place {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
