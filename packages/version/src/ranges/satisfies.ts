import { VersionError } from '../errors.ts';
import { abbreviate, findScheme, parseVersion } from '../find-scheme.ts';
import type { VersionScheme } from '../scheme.ts';
import type { Test } from './comparator.ts';
import { compilePlain } from './plain.ts';
import { compileVers, isVers, parseVers } from './vers.ts';

/**
 * Whether a version lies in a constraint, in the syntax of the scheme's own ecosystem or as `vers:…`.
 *
 * @throws VersionError `unknown-scheme`, `invalid-version`, or `invalid-constraint` naming the text that could not be read.
 */
export function satisfies(schemeName: string, version: string, constraint: string): boolean {
  const scheme = findScheme(schemeName);
  const isBlank = scheme.constraints?.blank !== undefined && version.trim() === '';
  const value = parseVersion(scheme, isBlank ? (scheme.constraints?.blank ?? '') : version);
  return compile(scheme, constraint)(value);
}

/** Longer ones are hostile, not constraints. Every syntax reads this much in no time. */
const MAX_CONSTRAINT = 4096;

function compile(scheme: VersionScheme, constraint: string): Test<object> {
  if (constraint.length > MAX_CONSTRAINT)
    throw new VersionError('invalid-constraint', `a constraint of ${constraint.length} characters is too long`);
  if (isVers(constraint)) return compileVersOf(scheme, constraint);
  const written = constraint.trim().replaceAll(/\s+/g, ' ');
  const test = scheme.constraints === undefined ? compilePlain(written, scheme) : scheme.constraints.compile(written, scheme);
  if (test === undefined)
    throw new VersionError('invalid-constraint', `'${abbreviate(constraint)}' is no constraint on versions of scheme ${scheme.name}`);
  return test;
}

function compileVersOf(scheme: VersionScheme, constraint: string): Test<object> {
  const vers = parseVers(constraint);
  if (findScheme(vers.scheme) !== scheme)
    throw new VersionError('invalid-constraint', `'${abbreviate(constraint)}' is not about versions of scheme ${scheme.name}`);
  return compileVers(vers);
}
