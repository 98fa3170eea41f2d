import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import { compareNatural } from '../runs.ts';
import type { VersionScheme } from '../scheme.ts';

interface AlpineVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: string;
  /** What follows and is not allowed: such a version is older than the same one without, and compares as text. */
  readonly rest: string;
}

interface Suffix {
  readonly rank: number;
  readonly number: string;
}

const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const RELEASE = SUFFIXES.indexOf('');
const SHAPE = /^((?:\d+(?:\.\d+)*)?)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:(-r)(\d*))?(.*)$/;
const SUFFIX = /_([a-z]+)(\d*)/g;

export const scheme: VersionScheme<AlpineVersion> = {
  name: 'alpine',
  aliases: ['apk', 'wolfi', 'chainguard'],
  doc: 'Alpine and Wolfi packages: numbers, a letter, suffixes such as _rc1 or _p2, and the revision -rN; a missing revision is 0.',
  specification: 'https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd',
  examples: {
    ascending: [
      ['1.0_alpha1-r0'],
      ['1.0_beta2-r0'],
      ['1.0_pre1'],
      ['1.0_rc1-r3'],
      ['1.0', '1.0-r0', '1.0~0a1b2c-r0'],
      ['1.0-r1'],
      ['1.0-r10'],
      ['1.0_git20240101'],
      ['1.0_p1'],
      ['1.0b'],
      ['1.0.0'],
      ['1.09'],
      ['1.1-nonsense'],
      ['1.1'],
      ['1.10'],
    ],
    invalid: ['', ' ', '\n'],
  },
  parse: parseAlpineVersion,
  compare(a, b) {
    return (
      compareNumbers(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      compareSuffixes(a.suffixes, b.suffixes) ||
      compareDigits(a.revision, b.revision) ||
      compareRests(a.rest, b.rest)
    );
  },
};

function parseAlpineVersion(text: string): AlpineVersion | undefined {
  const match = text.length > MAX_LENGTH || text.trim() === '' ? null : SHAPE.exec(text);
  if (match === null) return undefined;
  const [, numbers = '', letter = '', suffixes = '', dash, revision = '', rest = ''] = match;
  return {
    numbers: numbers === '' ? [] : numbers.split('.'),
    letter,
    suffixes: [...suffixes.matchAll(SUFFIX)].map(([, word = '', number = '']) => ({ rank: SUFFIXES.indexOf(word), number: number || '0' })),
    revision: revision || '0',
    // apk stops reading at what follows a revision.
    rest: dash !== undefined && rest !== '' ? '-' : rest,
  };
}

/** After the first one, a number with a leading zero is a fraction: 1.09 is older than 1.1, and all of them than 1.1 itself. */
function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const [x, y] = [a[index] ?? '', b[index] ?? ''];
    const isFraction = index > 0 && (x.startsWith('0') || y.startsWith('0'));
    const order = isFraction ? compareText(x, y) : compareDigits(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareSuffixes(a: readonly Suffix[], b: readonly Suffix[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [x, y] = [a[index], b[index]];
    const order = (x?.rank ?? RELEASE) - (y?.rank ?? RELEASE) || compareDigits(x?.number ?? '0', y?.number ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function compareRests(a: string, b: string): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return compareNatural(a, b);
}
