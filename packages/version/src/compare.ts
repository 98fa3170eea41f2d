import { findScheme, parseVersion } from './find-scheme.ts';

/**
 * How `a` stands to `b` in the order of one scheme, given by its name or an alias.
 *
 * @throws VersionError `unknown-scheme`, or `invalid-version` naming the text that is no version of the scheme.
 */
export function compareVersions(schemeName: string, a: string, b: string): '<' | '=' | '>' {
  const scheme = findScheme(schemeName);
  const order = scheme.compare(parseVersion(scheme, a), parseVersion(scheme, b));
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}
