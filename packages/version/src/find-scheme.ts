import { nearestName } from '@breakwater/model';
import { VersionError } from './errors.ts';
import type { VersionScheme } from './scheme.ts';
import { schemes } from './schemes.generated.ts';

const schemeByName = new Map(schemes.flatMap(scheme => [scheme.name, ...(scheme.aliases ?? [])].map(name => [name, scheme] as const)));

/**
 * The scheme of that name or alias.
 *
 * @throws VersionError `unknown-scheme`
 */
export function findScheme(name: string): VersionScheme {
  const scheme = schemeByName.get(name);
  if (scheme !== undefined) return scheme;
  const near = nearestName(name, schemeByName.keys());
  const hint = near === undefined ? `known: ${schemes.map(known => known.name).join(', ')}` : `did you mean '${near}'?`;
  throw new VersionError('unknown-scheme', `there is no version scheme '${abbreviate(name)}'; ${hint}`);
}

/**
 * What the text says in that scheme.
 *
 * @throws VersionError `invalid-version`
 */
export function parseVersion(scheme: VersionScheme, text: string): object {
  const version = scheme.parse(text);
  if (version === undefined) throw new VersionError('invalid-version', `'${abbreviate(text)}' is no version of scheme ${scheme.name}`);
  return version;
}

export function abbreviate(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
