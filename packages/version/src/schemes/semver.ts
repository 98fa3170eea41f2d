import { compareDigits, compareLists, compareText, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';

interface SemanticVersion {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
}

const NUMBER = /^(?:0|[1-9]\d*)$/;
const DIGITS = /^\d+$/;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;

/**
 * SemVer 2.0.0 §9–11. Wider than the specification in two points, because advisories and tags write them: a leading `v`, and any
 * number of numeric parts (`0`, `1.2`, `1.2.3.4`; a missing one is 0). Neither changes the order of two strictly valid versions.
 */
export const scheme: VersionScheme<SemanticVersion> = {
  name: 'semver',
  doc: 'Semantic Versioning 2.0.0: numbers, then pre-release identifiers; build metadata does not count.',
  specification: 'https://semver.org/spec/v2.0.0.html#spec-item-11',
  examples: {
    ascending: [
      ['0', '0.0', '0.0.0'],
      ['1.0.0-0'],
      ['1.0.0-alpha'],
      ['1.0.0-alpha.1'],
      ['1.0.0-alpha.beta'],
      ['1.0.0-beta'],
      ['1.0.0-beta.2'],
      ['1.0.0-beta.11'],
      ['1.0.0-rc.1'],
      ['1.0.0', 'v1.0.0', '1.0.0+20130313144700', '1'],
      ['1.0.0.1'],
      ['1.9.0'],
      ['1.10.0'],
      ['99999999999999999999999.0.0'],
    ],
    invalid: ['', 'v', 'latest', '1.02.0', '1.0.0-', '1.0.0-01', '1.0.0-a..b', '1.0.0+', '1..0', '1.0.0 ', '1.0.0-ä', 'vv1.0.0', '-1.0.0'],
  },
  parse: parseSemanticVersion,
  compare(a, b) {
    return compareLists(a.numbers, b.numbers, '0') || comparePrerelease(a.prerelease, b.prerelease);
  },
};

function parseSemanticVersion(text: string): SemanticVersion | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [version = '', ...build] = text.split('+');
  if (build.length > 1 || !build.every(metadata => metadata.split('.').every(isIdentifier))) return undefined;
  const dash = version.indexOf('-');
  const numbers = (dash < 0 ? version : version.slice(0, dash)).replace(/^v/, '').split('.');
  const prerelease = dash < 0 ? [] : version.slice(dash + 1).split('.');
  if (!numbers.every(number => NUMBER.test(number))) return undefined;
  return prerelease.every(isPrereleaseIdentifier) ? { numbers, prerelease } : undefined;
}

function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** §9: numeric identifiers have no leading zeros. */
function isPrereleaseIdentifier(text: string): boolean {
  return isIdentifier(text) && (!DIGITS.test(text) || NUMBER.test(text));
}

/** §11.3 and §11.4: a pre-release comes before its release, and more identifiers come after fewer. */
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
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
