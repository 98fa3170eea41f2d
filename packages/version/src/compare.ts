import { VersionError } from './errors.ts';
import type { VersionScheme } from './scheme.ts';
import { schemes } from './schemes.generated.ts';

const schemeByName = new Map(schemes.map(scheme => [scheme.name, scheme]));

/**
 * How `a` stands to `b` in the order of one scheme.
 *
 * @throws VersionError `unknown-scheme`, or `invalid-version` naming the text that is no version of the scheme.
 */
export function compareVersions(schemeName: string, a: string, b: string): '<' | '=' | '>' {
  const scheme = schemeByName.get(schemeName);
  if (scheme === undefined) {
    throw new VersionError('unknown-scheme', `there is no version scheme '${schemeName}'; known: ${[...schemeByName.keys()].join(', ')}`);
  }
  const order = scheme.compare(parseVersion(scheme, a), parseVersion(scheme, b));
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}

function parseVersion(scheme: VersionScheme, text: string): object {
  const version = scheme.parse(text);
  if (version === undefined) throw new VersionError('invalid-version', `'${abbreviate(text)}' is no version of scheme ${scheme.name}`);
  return version;
}

function abbreviate(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
