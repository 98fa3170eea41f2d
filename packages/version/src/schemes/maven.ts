import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import { compileIntervals, isInterval } from '../ranges/interval.ts';
import { compilePlain } from '../ranges/plain.ts';
import type { VersionScheme } from '../scheme.ts';

/** A number (its digits), a qualifier (its key in the order of qualifiers), or a nested list. */
type Item = { readonly type: 'number'; readonly digits: string } | { readonly type: 'word'; readonly word: string } | List;

interface List {
  readonly type: 'list';
  readonly items: Item[];
}

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASE = QUALIFIERS.indexOf('');
const SYNONYMS: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

/** ComparableVersion of Maven 3.8.7. */
export const scheme: VersionScheme<List> = {
  name: 'maven',
  doc: 'Java packages: numbers and qualifiers, nested at hyphens and between digits and letters; alpha < beta < milestone < rc < snapshot < release < sp.',
  specification: 'https://maven.apache.org/pom.html#version-order-specification',
  examples: {
    ascending: [
      ['1-alpha-1', '1a1', '1.0-ALPHA1'],
      ['1-beta-2', '1b2'],
      ['1-milestone-3', '1m3', '1.0.0.M3'],
      ['1-rc1', '1-CR1', '1.0.0.RC1'],
      ['1-SNAPSHOT'],
      ['1', '1.0', '1-ga', '1.0.0.Final', '1.RELEASE', '1-0'],
      ['1-sp1'],
      ['1-x', '1x', '1.0.0x'],
      ['1-1'],
      ['1.1'],
      ['1.10'],
    ],
    invalid: ['', '[1.0,2.0)', '1.0,2.0', ' '],
  },
  constraints: {
    compile: (constraint, self) => (isInterval(constraint) ? compileIntervals(constraint, self) : compilePlain(constraint, self)),
  },
  parse: parseMavenVersion,
  compare: compareItems,
};

function parseMavenVersion(text: string): List | undefined {
  if (text.length > MAX_LENGTH || !/^[^\s,[\]()]+$/.test(text)) return undefined;
  const stack: List[] = [{ type: 'list', items: [] }];
  const parts = text
    .toLowerCase()
    .replace(/^(?=[.-])/, '0')
    .split(/(?=[.-])/);
  parts.forEach((part, index) => {
    readPart(part, stack, index === parts.length - 1);
  });
  for (const list of stack.toReversed()) normalize(list);
  return stack[0];
}

/** One part with its leading separator. A hyphen nests, and so does every change between digits and letters. */
function readPart(part: string, stack: List[], isLast: boolean): void {
  const separator = /^[.-]/.exec(part)?.[0] ?? '';
  const runs = part.slice(separator.length).match(/\d+|\D+/g) ?? ['0'];
  if (separator === '-') nest(stack);
  runs.forEach((run, index) => {
    const [isNumber, beforeDigit] = [/^\d/.test(run), index < runs.length - 1];
    // A word after a dot counts as one after a hyphen, unless another dot or hyphen follows it.
    const isNested = separator === '.' && !isNumber && (beforeDigit || isLast);
    if (index > 0 || isNested) nest(stack);
    stack.at(-1)?.items.push(isNumber ? { type: 'number', digits: run } : { type: 'word', word: toWord(run, beforeDigit) });
  });
}

function nest(stack: List[]): void {
  const list: List = { type: 'list', items: [] };
  stack.at(-1)?.items.push(list);
  stack.push(list);
}

/** a, b and m stand for their long words only when a digit follows. */
function toWord(run: string, beforeDigit: boolean): string {
  const word = beforeDigit ? (SHORT[run] ?? run) : run;
  return SYNONYMS[word] ?? word;
}

/** Drops what counts as nothing at the end and before a nested list of words. */
function normalize({ items }: List): void {
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const [item, next] = [items[index], items[index + 1]];
    if (item === undefined || !isNothing(item)) continue;
    if (next === undefined || (next.type === 'list' && next.items[0]?.type === 'word')) items.splice(index, 1);
  }
}

function isNothing(item: Item): boolean {
  if (item.type === 'number') return /^0+$/.test(item.digits);
  return item.type === 'word' ? item.word === '' : item.items.length === 0;
}

function compareItems(a: List, b: List): number {
  const length = Math.max(a.items.length, b.items.length);
  for (let index = 0; index < length; index += 1) {
    const [x, y] = [a.items[index], b.items[index]];
    const order = x === undefined ? -compareToNothing(y) : y === undefined ? compareToNothing(x) : compareItem(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

/** Qualifiers before lists before numbers: 1-sp < 1-1 < 1.1. */
const RANKS = { word: 0, list: 1, number: 2 };

function compareItem(a: Item, b: Item): number {
  if (a.type === 'list' && b.type === 'list') return compareItems(a, b);
  if (a.type === 'number' && b.type === 'number') return compareDigits(a.digits, b.digits);
  if (a.type === 'word' && b.type === 'word') return rankWord(a.word) - rankWord(b.word) || compareText(a.word, b.word);
  return RANKS[a.type] - RANKS[b.type];
}

function compareToNothing(item: Item | undefined): number {
  if (item === undefined) return 0;
  if (item.type === 'number') return isNothing(item) ? 0 : 1;
  if (item.type === 'word') return rankWord(item.word) - RELEASE;
  for (const inner of item.items) {
    const order = compareToNothing(inner);
    if (order !== 0) return order;
  }
  return 0;
}

function rankWord(word: string): number {
  const rank = QUALIFIERS.indexOf(word);
  return rank < 0 ? QUALIFIERS.length : rank;
}
