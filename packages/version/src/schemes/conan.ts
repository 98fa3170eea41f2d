import { compareDigits, compareText, MAX_LENGTH } from '../order.ts';
import { compileConanRange } from '../ranges/conan.ts';
import type { VersionScheme } from '../scheme.ts';

interface ConanVersion {
  readonly main: readonly Item[];
  readonly prerelease: readonly Item[] | undefined;
  readonly build: readonly Item[] | undefined;
}

/** A part between dots: its leading number, if it has one, and what follows. */
interface Item {
  readonly number: string;
  readonly text: string;
}

const SHAPE = /^([^\s+-]+)(?:-([^\s+]+))?(?:\+(\S+))?$/;
const ITEM = /^(\d*)(.*)$/;

export const scheme: VersionScheme<ConanVersion> = {
  name: 'conan',
  doc: 'C and C++ packages of Conan: parts split by dots, missing ones 0; a pre-release comes before, a build after the same version without.',
  specification: 'https://docs.conan.io/2/tutorial/versioning/versions.html',
  examples: {
    ascending: [
      ['0.9'],
      ['1-pre1', '1.0-pre1', '1.0.0-pre1.0'],
      ['1-pre2'],
      ['1', '1.0', '1.0.0'],
      ['1+b1', '1.0+b1.0'],
      ['1.1'],
      ['1.1a'],
      ['1.2'],
      ['1.10'],
      ['1.a'],
      ['2'],
      ['b.c'],
    ],
    invalid: ['', '-1', '+b', '1-', '1 2'],
  },
  constraints: { compile: compileConanRange },
  parse(text) {
    const match = text.length > MAX_LENGTH ? null : SHAPE.exec(text.toLowerCase());
    if (match === null) return undefined;
    const [, main = '', prerelease, build] = match;
    return {
      main: toItems(main),
      prerelease: prerelease === undefined ? undefined : toItems(prerelease),
      build: build === undefined ? undefined : toItems(build),
    };
  },
  compare(a, b) {
    return compareItems(a.main, b.main) || compareOptional(a.prerelease, b.prerelease, 1) || compareOptional(a.build, b.build, -1);
  },
};

function toItems(text: string): readonly Item[] {
  return text.split('.').map(part => {
    const [, number = '', rest = ''] = ITEM.exec(part) ?? [];
    return { number, text: rest };
  });
}

/** `absent` is how a missing part stands to any part. */
function compareOptional(a: readonly Item[] | undefined, b: readonly Item[] | undefined, absent: number): number {
  if (a === undefined) return b === undefined ? 0 : absent;
  return b === undefined ? -absent : compareItems(a, b);
}

const ZERO: Item = { number: '0', text: '' };

function compareItems(a: readonly Item[], b: readonly Item[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareItem(a[index] ?? ZERO, b[index] ?? ZERO);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers before words; of equal numbers the one with text after it is newer. */
function compareItem(a: Item, b: Item): number {
  if (a.number === '' || b.number === '') return Number(a.number === '') - Number(b.number === '') || compareText(a.text, b.text);
  return compareDigits(a.number, b.number) || compareText(a.text, b.text);
}
