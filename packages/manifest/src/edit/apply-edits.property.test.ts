import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path } from '../path.ts';
import { readManifest } from '../read-manifest.ts';
import { applyEdits } from './apply-edits.ts';
import type { DocumentEdit } from './document-edit.ts';

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** A line of a document that was written in some style, and the value that it belongs to. */
interface Line {
  readonly text: string;
  readonly path: Path;
}

interface Style {
  readonly step: number;
  readonly listStep: number;
  /** Decides flow or block, comments and quotes, one number after the other. */
  readonly dice: readonly number[];
}

const KEYS = ['a', 'b', 'spec', 'securityContext', 'limits', 'x.y/z', 'on', '1', 'with space'];
const TEXTS = ['x', 'app:1', '', 'true', '1e3', 'it\'s "q"', 'a: b # c', '- x', 'ünï', '128Mi', 'two\nlines', '*a', '{', 'null', ' edge '];

const scalar: fc.Arbitrary<Value> = fc.oneof(fc.constantFrom(...TEXTS), fc.integer({ min: -9, max: 99 }), fc.boolean(), fc.constant(null));
const { value: anyValue, mapping: anyMapping } = fc.letrec<{ value: Value; mapping: Value }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'value' },
    scalar,
    fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'value' }),
    tie('mapping'),
  ),
  mapping: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4, depthIdentifier: 'value', noNullPrototype: true }),
}));
const root = anyMapping.filter(value => Object.keys(value as object).length > 0);

/** Writes a value as YAML in a random mixture of styles. */
class Writer {
  readonly lines: Line[] = [];
  readonly #style: Style;
  #roll = 0;

  constructor(style: Style) {
    this.#style = style;
  }

  #one(of: number): boolean {
    const { dice } = this.#style;
    return ((dice[this.#roll++ % dice.length] ?? 0) + this.#roll * 7) % of === 0;
  }

  writeMapping(mapping: { [key: string]: Value }, column: number, path: Path, head = ' '.repeat(column)): void {
    let lead = head;
    for (const [key, value] of Object.entries(mapping)) {
      if (lead.trim() === '' && this.#one(5)) this.lines.push({ text: `${lead}# about ${JSON.stringify(key)}`, path: [...path, '#'] });
      this.#writeValue(`${lead}${this.#quote(key)}:`, value, column, [...path, key]);
      lead = ' '.repeat(column);
    }
  }

  #writeValue(head: string, value: Value, column: number, path: Path): void {
    if (isFilled(value) && !this.#one(4)) {
      this.lines.push({ text: head + this.#comment(), path });
      if (Array.isArray(value)) this.#writeList(value, column + this.#style.listStep, path);
      else this.writeMapping(value, column + this.#style.step, path);
    } else if (value === null && this.#one(2)) this.lines.push({ text: head + this.#comment(), path });
    else if (typeof value === 'string' && /^\w.*\n\w/.test(value) && this.#one(2)) this.#writeLiteral(head, value, column, path);
    else this.lines.push({ text: `${head} ${this.#flow(value)}${this.#comment()}`, path });
  }

  #writeLiteral(head: string, value: string, column: number, path: Path): void {
    this.lines.push({ text: `${head} |-`, path });
    for (const line of value.split('\n')) this.lines.push({ text: ' '.repeat(column + 2) + line, path });
  }

  #writeList(list: readonly Value[], column: number, path: Path): void {
    const pad = ' '.repeat(column);
    for (const [index, value] of list.entries()) {
      if (isFilled(value) && !Array.isArray(value) && !this.#one(4)) this.writeMapping(value, column + 2, [...path, index], `${pad}- `);
      else this.lines.push({ text: `${pad}- ${this.#flow(value)}${this.#comment()}`, path: [...path, index] });
    }
  }

  #comment(): string {
    return this.#one(4) ? ` # c${this.#roll}` : '';
  }

  #quote(text: string): string {
    return /^[a-z]+$/.test(text) && !['on', 'true', 'null'].includes(text) && this.#one(2) ? text : JSON.stringify(text);
  }

  #flow(value: Value): string {
    if (Array.isArray(value)) return `[${value.map(item => this.#flow(item)).join(', ')}]`;
    if (typeof value !== 'object' || value === null) return typeof value === 'string' ? this.#quote(value) : String(value);
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${this.#quote(key)}: ${this.#flow(entry)}`)
      .join(', ')} }`;
  }
}

function isFilled(value: Value): value is Value[] | { [key: string]: Value } {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Paths of all values. */
function* walk(value: Value, path: Path): Generator<readonly [Path, Value]> {
  if (path.length > 0) yield [path, value];
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* walk(item, [...path, index]);
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key]);
}

/** Turns numbers into an edit that makes sense for the value. */
function toEdit(value: Value, [place = 0, action = 0]: readonly number[], given: Value): DocumentEdit {
  const places = [...walk(value, [])];
  const [path, found] = places[place % places.length] ?? [['a'], null];
  const below = typeof found === 'object' && !Array.isArray(found) ? [...path, 'new'] : path;
  switch (action % 4) {
    case 0:
      return { document: 0, action: 'remove', path };
    case 1:
      return { document: 0, action: Array.isArray(found) ? 'append' : 'set', path, value: given };
    case 2:
      return { document: 0, action: 'set', path: below === path ? path : [...below, 'deep'], value: given };
    default:
      return { document: 0, action: 'set', path: below, value: given };
  }
}

const GONE: unique symbol = Symbol('gone');
type Gone = typeof GONE;
const VOID = new Set(['limits', 'securityContext']);

/** What an edit means, said once more in the plainest way. */
function apply(value: Value | undefined, edit: DocumentEdit, depth = 0): Value | Gone {
  const step = edit.path[depth];
  if (step === undefined) {
    if (edit.action === 'remove') return GONE;
    return edit.action === 'set' ? (edit.value as Value) : [...((value as Value[] | null | undefined) ?? []), edit.value as Value];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => (index === step ? listValues(apply(item, edit, depth + 1)) : [item]));
  const entries = Object.entries((value as { [key: string]: Value } | null | undefined) ?? {});
  const after = entries.flatMap(([key, entry]) =>
    key === step ? listValues(apply(entry, edit, depth + 1)).map(now => [key, now] as const) : [[key, entry] as const],
  );
  if (!entries.some(([key]) => key === step)) after.push([String(step), apply(undefined, edit, depth + 1) as Value]);
  return after.length === 0 && VOID.has(String(edit.path[depth - 1])) ? GONE : Object.fromEntries(after);
}

function listValues(value: Value | Gone): readonly Value[] {
  return value === GONE ? [] : [value];
}

function isBelow(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}

/** Whether a line says nothing about what is edited: then it must come out as it went in. */
function isUntouched({ path }: Line, edits: readonly DocumentEdit[]): boolean {
  return !edits.some(
    edit => isBelow(edit.path, path) || isBelow(path, edit.path) || (path.at(-1) === '#' && isBelow(edit.path, path.slice(0, -1))),
  );
}

/** A line without its place: the entry after one that was removed may move up to the dash. */
function strip(line: string): string {
  return line.replace(/^[ -]*/, '');
}

function holdsInOrder(lines: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  for (const line of lines) if (line === wanted[at]) at++;
  return at === wanted.length;
}

const style: fc.Arbitrary<Style> = fc.record({
  step: fc.constantFrom(2, 4),
  listStep: fc.constantFrom(0, 2),
  dice: fc.array(fc.nat(100), { minLength: 5, maxLength: 20 }),
});
const change = fc.tuple(fc.array(fc.nat(1000), { minLength: 2, maxLength: 2 }), anyValue);

test('edits of any document give what is meant and leave every other line alone', () => {
  fc.assert(
    fc.property(
      root,
      style,
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (value, look, changes, lineBreak, ended) => {
        const writer = new Writer(look);
        writer.writeMapping(value as { [key: string]: Value }, 0, []);
        const text = writer.lines.map(line => line.text).join(lineBreak) + (ended ? lineBreak : '');
        expect(readManifest(text, { source: '' }).documents[0]?.value).toEqual(value);
        const all = changes.map(([numbers, given]) => toEdit(value, numbers, given));
        const edits = all.filter((edit, index) => !all.slice(0, index).some(other => String(other.path) === String(edit.path)));
        const outcome = applyEdits(text, edits);
        if (!outcome.edited) {
          expect(outcome.refusals.map(refusal => refusal.reason)).toEqual(
            outcome.refusals.map(() => 'another edit changes the same place'),
          );
          return;
        }
        // Later items first: all paths are those of the text as it was.
        const ordered = edits.toSorted((a, b) => compare(b.path, a.path));
        const expected = ordered.reduce<Value>((now, edit) => apply(now, edit) as Value, value);
        expect(readManifest(outcome.text, { source: '' }).documents[0]?.value).toEqual(expected);
        const untouched = writer.lines.filter(line => isUntouched(line, edits)).map(line => strip(line.text));
        expect(holdsInOrder(outcome.text.split(lineBreak).map(strip), untouched)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

function compare(a: Path, b: Path): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    return typeof step === 'number' && typeof other === 'number' ? step - other : String(step) < String(other) ? -1 : 1;
  }
  return a.length - b.length;
}

const step = fc.oneof(fc.constantFrom(...KEYS, '__proto__', '<<', ''), fc.nat(3));
const anyEdit: fc.Arbitrary<DocumentEdit> = fc
  .tuple(fc.nat(2), fc.array(step, { maxLength: 4 }), fc.constantFrom('set', 'append', 'remove'), anyValue)
  .map(([document, path, action, value]) =>
    action === 'remove' ? { document, action, path } : { document, action: action as 'set' | 'append', path, value },
  );
/** Pieces that mean something in YAML, in any order. */
const anyText = fc
  .array(
    fc.constantFrom(
      'a',
      'b: ',
      'a: ',
      '\n',
      '\n  ',
      '\n- ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '&x ',
      '*x',
      '<<: *x',
      '# c',
      '"',
      "'",
      '|',
      '>-',
      '? ',
      ': ',
      '!!str ',
      '\t',
      '\r\n',
      '---\n',
      '...\n',
      '%',
      '\uFEFF',
      '\u0000',
      '1',
    ),
    { maxLength: 40 },
  )
  .map(pieces => pieces.join(''));

test('any text and any edits give a text that reads as before but for the edits, or a reason', () => {
  fc.assert(
    fc.property(anyText, fc.array(anyEdit, { maxLength: 3 }), (text, edits) => {
      const outcome = applyEdits(text, edits);
      if (!outcome.edited) {
        expect(outcome.refusals.length).toBeGreaterThan(0);
        return;
      }
      const [before, after] = [text, outcome.text].map(input => readManifest(input, { source: '' }));
      expect(after?.documents.length).toBe(before?.documents.length);
      const touched = new Set(edits.map(edit => edit.document));
      const untouched = (file: typeof before) =>
        file?.documents.filter(document => !touched.has(document.index)).map(document => document.value);
      expect(untouched(after)).toEqual(untouched(before));
    }),
    { numRuns: 5000 },
  );
});
