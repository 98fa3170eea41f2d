import { costOfFirst, costOfTraversal, defineFunction, defineMethod, type Library, measureSize } from '../declarations.ts';
import { type Failure, fail } from '../values/failure.ts';
import type { Int } from '../values/numbers.ts';
import { countCodePoints, toCodePointIndex, toUnitIndex } from '../values/strings.ts';
import { costOfFormat, formatTemplate } from '../values/template.ts';
import type { CelValue } from '../values/value.ts';

/** Longest string a function may build; concatenation meets the cost limit before. */
const MAX_LENGTH = 1 << 24;

function charAt(text: string, index: Int): string | Failure {
  const unit = toUnitIndex(text, Number(index));
  if (unit < 0) return fail(`index out of range: ${index}`);
  return unit === text.length ? '' : String.fromCodePoint(text.codePointAt(unit) ?? 0);
}

function indexOf(text: string, part: string, start: Int = 0): CelValue | Failure {
  if (part === '') return start;
  const unit = toUnitIndex(text, Number(start));
  return unit < 0 ? fail(`index out of range: ${start}`) : toCodePointIndex(text, text.indexOf(part, unit));
}

function lastIndexOf(text: string, part: string, start?: Int): CelValue | Failure {
  if (start === undefined) return part === '' ? countCodePoints(text) : toCodePointIndex(text, text.lastIndexOf(part));
  if (part === '') return start;
  const unit = toUnitIndex(text, Number(start));
  return unit < 0 ? fail(`index out of range: ${start}`) : toCodePointIndex(text, text.lastIndexOf(part, unit));
}

function substring(text: string, start: Int, end?: Int): string | Failure {
  const from = toUnitIndex(text, Number(start));
  if (from < 0) return fail(`index out of range: ${start}`);
  if (end === undefined) return text.slice(from);
  const to = toUnitIndex(text, Number(end));
  if (to < 0) return fail(`index out of range: ${end}`);
  return to < from ? fail(`invalid substring range: ${start}, ${end}`) : text.slice(from, to);
}

/** Go's strings.Replace: an empty `old` matches before each character and at the end. */
function replace(text: string, old: string, replacement: string, limit: Int = -1): string | Failure {
  const pieces = old === '' ? ['', ...text, ''] : text.split(old);
  const count = limit < 0 ? pieces.length - 1 : Math.min(Number(limit), pieces.length - 1);
  if (text.length + count * replacement.length > MAX_LENGTH) return fail(`string would be longer than ${MAX_LENGTH}`);
  if (old === '') {
    const characters = [...text];
    return (
      characters.map((character, index) => (index < count ? replacement + character : character)).join('') +
      (count > characters.length ? replacement : '')
    );
  }
  return [...pieces.slice(0, count), pieces.slice(count).join(old)].join(replacement);
}

/** Go's strings.SplitN: with a limit, the last part keeps the rest. */
function split(text: string, separator: string, limit: Int = -1): string[] {
  if (limit === 0) return [];
  const pieces = separator === '' ? [...text] : text.split(separator);
  if (limit < 0 || pieces.length <= limit) return pieces;
  const kept = Number(limit) - 1;
  return [...pieces.slice(0, kept), pieces.slice(kept).join(separator)];
}

function join(list: readonly CelValue[], separator = ''): string | Failure {
  let length = 0;
  for (const element of list) {
    if (typeof element !== 'string') return fail('no such overload: join needs a list of strings');
    length += element.length + separator.length;
  }
  return length > MAX_LENGTH ? fail(`string would be longer than ${MAX_LENGTH}`) : list.join(separator);
}

function costOfJoin(list: readonly CelValue[], separator = ''): number {
  let length = 0;
  for (const element of list) length += measureSize(element) + separator.length;
  return costOfTraversal(length * 2);
}

const UPPER = /[A-Z]+/g;
const LOWER = /[a-z]+/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to escape
  return `"${text.replace(/[\u0007\b\f\n\r\t\v\\"]/g, character => ESCAPES[character] ?? character)}"`;
}

const SPACE = /\p{White_Space}/u;

/** Without the white space of Unicode at both ends; JavaScript's trim knows a slightly different set. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && SPACE.test(text[start] ?? '')) start++;
  while (end > start && SPACE.test(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

const byLength = { cost: costOfFirst };
const byDoubleLength = { cost: (text: string) => costOfTraversal(text.length * 2) };

/** String functions of cel-go's ext.Strings (version 2 and `reverse`; Kubernetes 1.29). Indexes count code points. */
export const library: Library = {
  name: 'strings',
  functions: [
    defineMethod('charAt', ['string', 'int'], 'string', charAt),
    defineMethod('format', ['string', 'list(dyn)'], 'string', formatTemplate, { cost: costOfFormat }),
    defineMethod('indexOf', ['string', 'string'], 'int', indexOf, byLength),
    defineMethod('indexOf', ['string', 'string', 'int'], 'int', indexOf, byLength),
    defineMethod('join', ['list(string)'], 'string', join, { cost: costOfJoin }),
    defineMethod('join', ['list(string)', 'string'], 'string', join, { cost: costOfJoin }),
    defineMethod('lastIndexOf', ['string', 'string'], 'int', lastIndexOf, byLength),
    defineMethod('lastIndexOf', ['string', 'string', 'int'], 'int', lastIndexOf, byLength),
    defineMethod('lowerAscii', ['string'], 'string', (text: string) => text.replace(UPPER, part => part.toLowerCase()), byLength),
    defineMethod('replace', ['string', 'string', 'string'], 'string', replace, byDoubleLength),
    defineMethod('replace', ['string', 'string', 'string', 'int'], 'string', replace, byDoubleLength),
    defineMethod('reverse', ['string'], 'string', (text: string) => [...text].reverse().join(''), byLength),
    defineMethod('split', ['string', 'string'], 'list(string)', split, byDoubleLength),
    defineMethod('split', ['string', 'string', 'int'], 'list(string)', split, byDoubleLength),
    defineMethod('substring', ['string', 'int'], 'string', substring, byLength),
    defineMethod('substring', ['string', 'int', 'int'], 'string', substring, byLength),
    defineMethod('trim', ['string'], 'string', trim, byLength),
    defineMethod('upperAscii', ['string'], 'string', (text: string) => text.replace(LOWER, part => part.toUpperCase()), byLength),
    defineFunction('strings.quote', ['string'], 'string', quote, byLength),
  ],
};
