import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';

interface GentooVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: string;
}

interface Suffix {
  readonly rank: number;
  readonly number: string;
}

const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'p'];
const RELEASE = SUFFIXES.indexOf('');
const SHAPE = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;
const SUFFIX = /_([a-z]+)(\d*)/g;

export const scheme: VersionScheme<GentooVersion> = {
  name: 'gentoo',
  aliases: ['ebuild'],
  doc: 'Gentoo packages: numbers, a letter, suffixes such as _rc1 or _p2, and the revision -rN; a missing revision is 0.',
  specification: 'https://projects.gentoo.org/pms/8/pms.html#version-comparison',
  examples: {
    ascending: [
      ['1.0_alpha1'],
      ['1.0_alpha2'],
      ['1.0_beta'],
      ['1.0_rc1'],
      ['1.0', '1.0-r0'],
      ['1.0-r1'],
      ['1.0-r10'],
      ['1.0_p0'],
      ['1.0_p2'],
      ['1.0b'],
      ['1.0.0'],
      ['1.001', '1.0010'],
      ['1.01'],
      ['1.1'],
      ['1.10'],
    ],
    invalid: ['', '1.', '1.0-r', '1.0_gamma', '1.0A', 'v1.0'],
  },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
    if (match === null) return undefined;
    const [, numbers = '', letter = '', suffixes = '', revision = '0'] = match;
    return {
      numbers: numbers.split('.'),
      letter,
      suffixes: [...suffixes.matchAll(SUFFIX)].map(([, word = '', number = '']) => ({
        rank: SUFFIXES.indexOf(word),
        number: number || '0',
      })),
      revision,
    };
  },
  compare(a, b) {
    return (
      compareNumbers(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      compareSuffixes(a.suffixes, b.suffixes) ||
      compareDigits(a.revision, b.revision)
    );
  },
};

/** PMS 3.3, algorithm 3.3: after the first one, a number with a leading zero is a fraction whose trailing zeros do not count. */
function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const [x, y] = [a[index] ?? '', b[index] ?? ''];
    const isFraction = index > 0 && (x.startsWith('0') || y.startsWith('0'));
    const order = isFraction ? compareText(trimZeros(x), trimZeros(y)) : compareDigits(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
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
