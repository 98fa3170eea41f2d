import { type Purl, PurlError } from './purl.ts';
import { applyType } from './purl-types.ts';

/** Parts as a producer has them: what is absent may be left out, null or empty. */
export interface PurlParts {
  readonly type?: string | null;
  readonly namespace?: string | null;
  readonly name?: string | null;
  readonly version?: string | null;
  readonly qualifiers?: Readonly<Record<string, string | null>> | null;
  readonly subpath?: string | null;
}

const TYPE = /^[a-z][a-z0-9.-]*$/;
const KEY = /^[a-z][a-z0-9._-]*$/;

/** The canonical text of a package URL. Throws PurlError. */
export function buildPurl(parts: PurlParts): string {
  return formatPurl(normalizePurl(parts));
}

/** Parts in canonical form, checked against the rules of their type. Throws PurlError. */
export function normalizePurl(parts: PurlParts): Purl {
  const type = (parts.type ?? '').toLowerCase();
  if (!TYPE.test(type)) throw new PurlError(`'${type.slice(0, 100)}' is no type of a package URL`);
  const name = trimSlashes(parts.name ?? '');
  if (name === '') throw new PurlError('a package URL has a name');
  return applyType({
    type,
    namespace: toNull(splitPath(parts.namespace ?? '').join('/')),
    name,
    version: toNull(parts.version ?? ''),
    qualifiers: normalizeQualifiers(parts.qualifiers ?? {}),
    subpath: toNull(
      splitPath(parts.subpath ?? '')
        .filter(segment => segment !== '.' && segment !== '..')
        .join('/'),
    ),
  });
}

function normalizeQualifiers(qualifiers: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> | null {
  const pairs = Object.entries(qualifiers).filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== '');
  for (const key of Object.keys(qualifiers)) {
    if (!KEY.test(key)) throw new PurlError(`'${key.slice(0, 100)}' is no key of a qualifier: they are in small letters`);
  }
  const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? null : Object.fromEntries(sorted);
}

export function formatPurl({ type, namespace, name, version, qualifiers, subpath }: Purl): string {
  // Only a git repository's name has slashes that separate.
  const names = type === 'git' ? name.split('/') : [name];
  const path = [...(namespace === null ? [] : namespace.split('/')), ...names].map(encode).join('/');
  const query = Object.entries(qualifiers ?? {}).map(([key, value]) => `${key}=${encode(value)}`);
  return [
    `pkg:${type}/${path}`,
    version === null ? '' : `@${encode(version)}`,
    query.length === 0 ? '' : `?${query.join('&')}`,
    subpath === null ? '' : `#${subpath.split('/').map(encode).join('/')}`,
  ].join('');
}

/** Everything but letters, digits, `.-_~` and the colon. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}

function splitPath(text: string): readonly string[] {
  return text.split('/').filter(segment => segment !== '');
}

function trimSlashes(text: string): string {
  return text.replace(/^\/+/, '').replace(/\/+$/, '');
}

function toNull(text: string): string | null {
  return text === '' ? null : text;
}
