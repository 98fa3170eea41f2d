import { compareDigits, compareLists, compareText, MAX_LENGTH } from './order.ts';

export interface SemanticVersion {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
}

const DIGITS = /^\d+$/;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;
/** Numbers; then what follows `-`, or a word glued to the numbers (`1.20rc1`, `1.0.0.alpha`). */
const SHAPE = /^v?(\d+(?:\.\d+)*)(?:-(.*)|\.?((?!x(?:\.|$))[A-Za-z].*))?$/i;

/**
 * SemVer 2.0.0 §9–11, as loose as the versions that advisories, tags and packages really write: a leading `v`, any number of numeric
 * parts (a missing one is 0), leading zeros, a pre-release without its hyphen. None of it changes the order of two strictly valid versions.
 */
export function parseSemantic(text: string): SemanticVersion | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [version = '', ...build] = text.split('+');
  if (build.length > 1 || !build.every(metadata => metadata.split('.').every(isIdentifier))) return undefined;
  const match = SHAPE.exec(version);
  if (match === null) return undefined;
  const [, numbers = '', hyphenated, glued] = match;
  const prerelease = (hyphenated ?? glued)?.split('.') ?? [];
  return prerelease.every(isIdentifier) ? { numbers: numbers.split('.'), prerelease } : undefined;
}

/** §11: numbers by value, then the pre-release; build metadata does not count. */
export function compareSemantic(a: SemanticVersion, b: SemanticVersion): number {
  return compareLists(a.numbers, b.numbers, '0') || comparePrerelease(a.prerelease, b.prerelease);
}

/** §11.3 and §11.4: a pre-release comes before its release, and more identifiers come after fewer. */
export function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  return compareIdentifierLists(a, b);
}

export function compareIdentifierLists(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareIdentifiers(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** §11.4.1 to §11.4.3: numbers by value and before words; words by ASCII. */
function compareIdentifiers(a: string, b: string): number {
  const numeric = DIGITS.test(a);
  if (numeric !== DIGITS.test(b)) return numeric ? -1 : 1;
  return numeric ? compareDigits(a, b) : compareText(a, b);
}

function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}
