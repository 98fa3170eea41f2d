import { compareLists } from '../order.ts';
import { comparePublicVersions, comparePythonVersions, type PythonVersion, parsePythonVersion } from '../python-version.ts';
import { type Comparator, holds, splitTerms, type Term, type Test } from './comparator.ts';
import { toOperator } from './plain.ts';

/**
 * PEP 440 version specifiers, with `||` as advisories write it.
 *
 * Source: https://packaging.python.org/en/latest/specifications/version-specifiers/#version-specifiers
 */
export function compilePythonSpecifiers(constraint: string): Test<PythonVersion> | undefined {
  const alternatives = splitTerms(constraint)?.map(compileAll);
  if (alternatives === undefined || !alternatives.every(test => test !== undefined)) return undefined;
  return version => alternatives.some(test => test?.(version));
}

function compileAll(terms: readonly Term[]): Test<PythonVersion> | undefined {
  const lowerPrereleases = terms.flatMap(({ operator, version }) => {
    const bound = operator.startsWith('>') ? parsePythonVersion(version) : undefined;
    return bound !== undefined && isPrerelease(bound) ? [bound] : [];
  });
  const tests = terms.map(term => compileTerm(term, lowerPrereleases));
  if (!tests.every(test => test !== undefined)) return undefined;
  return version => tests.every(test => test?.(version));
}

function compileTerm({ operator, version }: Term, lowerPrereleases: readonly PythonVersion[]): Test<PythonVersion> | undefined {
  if (operator === '~=') return compileCompatible(version);
  if (operator === '===') return compileIdentical(version);
  const known = toOperator(operator);
  if (known === undefined) return undefined;
  if (version.endsWith('.*')) return compilePrefix(known, version.slice(0, -2));
  const bound = parsePythonVersion(version);
  return bound === undefined ? undefined : candidate => compareTo(known, candidate, bound, lowerPrereleases);
}

/** The same text but for its spelling: 1.0 is not 1.0.0. */
function compileIdentical(version: string): Test<PythonVersion> | undefined {
  const bound = parsePythonVersion(version);
  if (bound === undefined) return undefined;
  return candidate => candidate.release.length === bound.release.length && comparePythonVersions(candidate, bound) === 0;
}

/** `~=1.4.2` is `>=1.4.2` and `==1.4.*`. */
function compileCompatible(version: string): Test<PythonVersion> | undefined {
  const bound = parsePythonVersion(version);
  if (bound === undefined || bound.release.length < 2) return undefined;
  const prefix = { ...bound, release: bound.release.slice(0, -1), pre: undefined, post: undefined, dev: undefined };
  return candidate => comparePublicVersions(candidate, bound) >= 0 && startsWith(candidate, prefix);
}

function compilePrefix(operator: Comparator['operator'], text: string): Test<PythonVersion> | undefined {
  const prefix = parsePythonVersion(text);
  if (prefix === undefined || (operator !== '=' && operator !== '!=')) return undefined;
  return candidate => startsWith(candidate, prefix) === (operator === '=');
}

/** The release begins with the prefix's; a pre- or post-release in the prefix has to be the same. */
function startsWith(candidate: PythonVersion, { epoch, release, pre, post }: PythonVersion): boolean {
  const begins = candidate.epoch === epoch && compareLists(candidate.release.slice(0, release.length), release, '0') === 0;
  return (
    begins &&
    (pre === undefined || (candidate.pre?.rank === pre.rank && candidate.pre.number === pre.number)) &&
    (post === undefined || candidate.post === post)
  );
}

function compareTo(
  operator: Comparator['operator'],
  candidate: PythonVersion,
  bound: PythonVersion,
  lowerPrereleases: readonly PythonVersion[],
): boolean {
  // A local version of the candidate counts only where the bound has one.
  const compare = bound.local.length > 0 ? comparePythonVersions : comparePublicVersions;
  if (!holds(operator, compare(candidate, bound))) return false;
  if (!hasSameRelease(candidate, bound)) return true;
  if (operator === '>') return bound.post !== undefined || candidate.post === undefined;
  // `<1.1.1` leaves out 1.1.1's own pre-releases, unless the constraint begins at one of them and would hold nothing else.
  if (operator === '<') return !isPrerelease(candidate) || isPrerelease(bound) || lowerPrereleases.some(low => hasSameRelease(low, bound));
  return true;
}

function hasSameRelease(a: PythonVersion, b: PythonVersion): boolean {
  return a.epoch === b.epoch && compareLists(a.release, b.release, '0') === 0;
}

function isPrerelease({ pre, dev }: PythonVersion): boolean {
  return pre !== undefined || dev !== undefined;
}
