import { compareDigits, MAX_LENGTH } from '../order.ts';
import { toTest } from '../ranges/comparator.ts';
import { readSemanticRange } from '../ranges/semantic.ts';
import type { VersionScheme } from '../scheme.ts';

interface PhpVersion {
  readonly parts: readonly string[];
}

const SHAPE = /^v?(\d[0-9A-Za-z._+-]*)$/i;
/** From oldest to newest, by what a word begins with; a number stands where `#` is, and the end just before it. */
const WORDS: readonly (readonly [prefix: string, rank: number])[] = [
  ['dev', 1],
  ['alpha', 2],
  ['a', 2],
  ['beta', 3],
  ['b', 3],
  ['RC', 4],
  ['rc', 4],
  ['pl', 7],
  ['p', 7],
];
const END = 5;
const NUMBER = 6;
const PART = /\d+|[A-Za-z]+/g;

/** PHP's version_compare, which Composer rests on: its words are case-sensitive, except RC. */
export const scheme: VersionScheme<PhpVersion> = {
  name: 'packagist',
  aliases: ['composer'],
  doc: 'PHP packages: numbers and words in turn, unknown word < dev < alpha < beta < RC < release < patch; names of branches are no versions.',
  specification: 'https://www.php.net/manual/en/function.version-compare.php',
  examples: {
    ascending: [
      ['1.0-dev'],
      ['1.0-alpha1', '1.0a1'],
      ['1.0-beta.2', '1.0b2', 'v1.0.beta2'],
      ['1.0-RC1', '1.0rc1'],
      ['1.0', 'v1.0', 'V1.0'],
      ['1.0.0'],
      ['1.0.10'],
      ['1.0pl1', '1.0p1'],
      ['1.1'],
    ],
    invalid: ['', 'dev-master', 'master', '^1.0', '1.0 - 2.0'],
  },
  constraints: {
    compile: (constraint, self) => toTest(readSemanticRange(constraint, { bare: 'exact', tilde: 'last-given' }), self),
  },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
    return match === null ? undefined : { parts: match[1]?.match(PART) ?? [] };
  },
  compare(a, b) {
    const length = Math.max(a.parts.length, b.parts.length);
    for (let index = 0; index < length; index += 1) {
      const order = compareParts(a.parts[index], b.parts[index]);
      if (order !== 0) return order;
    }
    return 0;
  },
};

function compareParts(a: string | undefined, b: string | undefined): number {
  const order = rankPart(a) - rankPart(b);
  return order === 0 && rankPart(a) === NUMBER ? compareDigits(a ?? '0', b ?? '0') : order;
}

function rankPart(part: string | undefined): number {
  if (part === undefined) return END;
  if (/^\d/.test(part)) return NUMBER;
  return WORDS.find(([prefix]) => part.startsWith(prefix))?.[1] ?? 0;
}
