import { compareDigits, compareText } from './order.ts';

/** `_rc2`: which of the words of a scheme, and its number. */
export interface Suffix {
  readonly rank: number;
  readonly number: string;
}

const SUFFIX = /_([a-z]+)(\d*)/g;

/** Reads and compares the suffixes of a scheme by its words, the oldest first; the empty word stands for a version without one. */
export function createSuffixOrder(words: readonly string[]) {
  const release = words.indexOf('');
  return {
    read: (text: string): readonly Suffix[] =>
      [...text.matchAll(SUFFIX)].map(([, word = '', number = '']) => ({ rank: words.indexOf(word), number: number || '0' })),
    compare(a: readonly Suffix[], b: readonly Suffix[]): number {
      const length = Math.max(a.length, b.length);
      for (let index = 0; index < length; index += 1) {
        const [x, y] = [a[index], b[index]];
        const order = (x?.rank ?? release) - (y?.rank ?? release) || compareDigits(x?.number ?? '0', y?.number ?? '0');
        if (order !== 0) return order;
      }
      return 0;
    },
  };
}

/** Orders numbers of which, after the first one, those with a leading zero are fractions: 1.09 is older than 1.1, and all of them than 1.1 itself. */
export function compareWithFractions(
  a: readonly string[],
  b: readonly string[],
  toFraction: (digits: string) => string = digits => digits,
): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const [x, y] = [a[index] ?? '', b[index] ?? ''];
    const isFraction = index > 0 && (x.startsWith('0') || y.startsWith('0'));
    const order = isFraction ? compareText(toFraction(x), toFraction(y)) : compareDigits(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
