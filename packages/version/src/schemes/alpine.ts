import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import { compareNatural } from '../runs.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareWithFractions, createSuffixOrder, type Suffix } from '../suffixed-order.ts';

interface AlpineVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: string;
  /** What follows and is not allowed: such a version is older than the same one without, and compares as text. */
  readonly rest: string;
}

const SUFFIXES = createSuffixOrder(['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']);
const SHAPE = /^((?:\d+(?:\.\d+)*)?)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:(-r)(\d*))?(.*)$/;

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
      compareWithFractions(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      SUFFIXES.compare(a.suffixes, b.suffixes) ||
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
    suffixes: SUFFIXES.read(suffixes),
    revision: revision || '0',
    // apk stops reading at what follows a revision.
    rest: dash !== undefined && rest !== '' ? '-' : rest,
  };
}

function compareRests(a: string, b: string): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return compareNatural(a, b);
}
