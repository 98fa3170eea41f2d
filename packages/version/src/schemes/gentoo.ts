import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';
import { compareWithFractions, createSuffixOrder, type Suffix } from '../suffixed-order.ts';

interface GentooVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: string;
}

const SUFFIXES = createSuffixOrder(['alpha', 'beta', 'pre', 'rc', '', 'p']);
const SHAPE = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;

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
      suffixes: SUFFIXES.read(suffixes),
      revision,
    };
  },
  compare(a, b) {
    return (
      compareWithFractions(a.numbers, b.numbers, trimZeros) ||
      compareText(a.letter, b.letter) ||
      SUFFIXES.compare(a.suffixes, b.suffixes) ||
      compareDigits(a.revision, b.revision)
    );
  },
};

/** PMS 3.3, algorithm 3.3: trailing zeros of a fraction do not count. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}
