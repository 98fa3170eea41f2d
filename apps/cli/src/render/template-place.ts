/** A place in a text, from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** What of a rendered text is looked for in its template. */
export interface RenderedPlace {
  readonly lines: readonly string[];
  readonly place: TextPlace;
  /** Kind of the object that stands there: a template may hold several. */
  readonly kind: string;
}

/** Lines up to which a template is searched: longer ones are data. */
const MAX_LINES = 50_000;

/** More equal lines than these are not told apart: in the whole template, and in the parts that make one kind. */
const MAX_EQUAL = 2000;
const MAX_CANDIDATES = 200;
/** Lines above one in which its keys are looked for. */
const MAX_ABOVE = 5000;

/** The lines of a template, prepared for many questions. */
export class TemplateText {
  readonly #lines: readonly string[];
  readonly #byText = new Map<string, number[]>();
  /** For each line the part that it is in, and the kinds that a part makes. */
  readonly #parts: number[] = [];
  readonly #kinds: Set<string>[] = [new Set()];
  readonly #parentKeys = new Map<number, string>();
  readonly #byKey = new Map<string, number[]>();

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\r|\n/, MAX_LINES);
    for (const [index, line] of this.#lines.entries()) {
      if (line.startsWith('---')) this.#kinds.push(new Set());
      this.#parts.push(this.#kinds.length - 1);
      const kind = /^kind: *([\w.-]+)\s*$/.exec(line)?.[1];
      if (kind !== undefined) this.#kinds.at(-1)?.add(kind);
      add(this.#byText, line.trim(), index);
      const key = readKey(line);
      if (key !== undefined && line.includes('{{')) add(this.#byKey, key, index);
    }
  }

  /**
   * The place that a rendered one comes from, if there is just one: a line of the same text, else one with the same key whose value is
   * computed. Of several, those below the same keys, and in the part that makes an object of that kind.
   */
  find({ lines, place, kind }: RenderedPlace): TextPlace | undefined {
    const line = lines[place.line - 1] ?? '';
    if (line.trim() === '') return undefined;
    const key = readKey(line);
    const same = this.#byText.get(line.trim()) ?? [];
    const candidates = same.length > 0 || key === undefined ? same : (this.#byKey.get(key) ?? []);
    const [index, ...others] = this.#narrow(candidates, { lines, place, kind });
    if (index === undefined || others.length > 0) return undefined;
    const shift = countIndent(this.#lines[index] ?? '') - countIndent(line);
    return { line: index + 1, column: Math.max(1, place.column + shift) };
  }

  #narrow(candidates: readonly number[], { lines, place, kind }: RenderedPlace): readonly number[] {
    if (candidates.length < 2 || candidates.length > MAX_EQUAL) return candidates;
    const inPart = candidates.filter(index => this.#makesKind(index, kind));
    const left = inPart.length === 0 ? candidates : inPart;
    if (left.length < 2 || left.length > MAX_CANDIDATES) return left;
    const keys = listParentKeys(lines, place.line - 1).join('\n');
    return left.filter(index => this.#listKeys(index) === keys);
  }

  #listKeys(index: number): string {
    const keys = this.#parentKeys.get(index) ?? listParentKeys(this.#lines, index).join('\n');
    this.#parentKeys.set(index, keys);
    return keys;
  }

  /** Whether the part of the template between two `---` around a line holds `kind: KIND`. */
  #makesKind(index: number, kind: string): boolean {
    return this.#kinds[this.#parts[index] ?? 0]?.has(kind) ?? false;
  }
}

function add(map: Map<string, number[]>, key: string, index: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [index]);
  else known.push(index);
}

/** The key of `key: …` or `- key: …`. */
function readKey(line: string): string | undefined {
  return /^\s*(?:- +)*["']?([\w./-]+)["']?\s*:(?:\s|$)/.exec(line)?.[1];
}

function countIndent(line: string): number {
  return line.length - line.trimStart().length;
}

/** Places of the keys above a line, from the nearest on. */
export function listParentPlaces(lines: readonly string[], line: number): readonly TextPlace[] {
  return listParents(lines, line - 1).map(index => ({ line: index + 1, column: countIndent(lines[index] ?? '') + 1 }));
}

/** Keys above a line, each less indented than the one before, from the nearest on; lines that only compute have none. */
function listParentKeys(lines: readonly string[], index: number): readonly string[] {
  return listParents(lines, index).map(at => readKey(lines[at] ?? '') ?? '');
}

function listParents(lines: readonly string[], index: number): readonly number[] {
  const parents: number[] = [];
  let indent = countIndent(lines[index] ?? '');
  for (let at = index - 1; at >= Math.max(0, index - MAX_ABOVE) && indent > 0; at--) {
    const line = lines[at] ?? '';
    if (line.startsWith('---')) break;
    if (countIndent(line) >= indent || readKey(line) === undefined) continue;
    indent = countIndent(line);
    parents.push(at);
  }
  return parents;
}
