import type { VersionScheme } from '../scheme.ts';
import type { SemanticVersion } from '../semantic.ts';
import { splitTerms, type Test, toTest } from './comparator.ts';
import { readSemanticRange } from './semantic.ts';

/**
 * npm lets a pre-release in only where the range names one of the same version: nobody gets 2.0.0-rc.1 who asked for `>=1.0.0`.
 *
 * Source: https://github.com/npm/node-semver#prerelease-tags
 */
export function compileNpmRange(constraint: string, scheme: VersionScheme<SemanticVersion>): Test<SemanticVersion> | undefined {
  const alternatives = constraint.split('||').map(part => compileAlternative(part.trim(), scheme));
  if (!alternatives.every(test => test !== undefined)) return undefined;
  return version => alternatives.some(test => test?.(version));
}

function compileAlternative(part: string, scheme: VersionScheme<SemanticVersion>): Test<SemanticVersion> | undefined {
  const test = toTest(readSemanticRange(part, { bare: 'exact', tilde: 'minor' }), scheme);
  const named = (splitTerms(part) ?? []).flat().flatMap(({ version }) => scheme.parse(version) ?? []);
  const isNamed: Test<SemanticVersion> = version =>
    named.some(one => one.prerelease.length > 0 && scheme.compare({ ...one, prerelease: [] }, { ...version, prerelease: [] }) === 0);
  return test === undefined ? undefined : version => test(version) && (version.prerelease.length === 0 || isNamed(version));
}
