import { formatPurl, normalizePurl } from './build-purl.ts';
import { type Purl, PurlError } from './purl.ts';

const MAX_LENGTH = 8192;

/**
 * Reads a package URL into its canonical parts. Throws PurlError.
 * https://github.com/package-url/purl-spec/blob/main/docs/how-to-parse.md
 */
export function parsePurl(text: string): Purl {
  return readPurl(text, key => key);
}

/** The canonical text of a package URL that others wrote, keys in capitals too. Throws PurlError. */
export function canonicalizePurl(text: string): string {
  return formatPurl(readPurl(text, key => key.toLowerCase()));
}

function readPurl(text: string, toKey: (key: string) => string): Purl {
  if (text.length > MAX_LENGTH) throw new PurlError(`a package URL of ${text.length} characters; ${MAX_LENGTH} are read`);
  const [beforeSubpath, subpath] = cutLast(text, '#');
  const [beforeQualifiers, query] = cutLast(beforeSubpath, '?');
  const colon = beforeQualifiers.indexOf(':');
  if (beforeQualifiers.slice(0, Math.max(0, colon)).toLowerCase() !== 'pkg') throw new PurlError('a package URL begins with pkg:');
  const [type, rest] = cutFirst(beforeQualifiers.slice(colon + 1).replace(/^\/+/, ''), '/');
  if (rest === undefined) throw new PurlError('a package URL has a type and a name');
  const [path, version] = cutVersion(rest.replace(/\/+$/, ''));
  const segments = path.split('/');
  return normalizePurl({
    type,
    namespace: segments.slice(0, -1).map(decodeSegment).join('/'),
    name: decode(segments.at(-1) ?? ''),
    version: version === undefined ? null : decode(version),
    qualifiers: query === undefined ? null : parseQualifiers(query, toKey),
    subpath: subpath === undefined ? null : parseSubpath(subpath),
  });
}

/** The last `@` begins the version, unless it is that of an npm scope. */
function cutVersion(path: string): readonly [string, string | undefined] {
  const at = path.lastIndexOf('@');
  return at >= 0 && !path.includes('/', at) ? [path.slice(0, at), path.slice(at + 1)] : [path, undefined];
}

/** The specification's cases take a key with capitals within, and refuse one that begins with a capital. */
function parseQualifiers(query: string, toKey: (key: string) => string): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  for (const pair of query.split('&')) {
    const [written, value] = cutFirst(pair, '=');
    const key = toKey(written);
    if (value === undefined && key !== '') throw new PurlError(`the qualifier '${key.slice(0, 100)}' has no value`);
    if (value !== undefined) addPair(pairs, key, decode(value));
  }
  return Object.fromEntries(pairs);
}

function addPair(pairs: [string, string][], written: string, value: string): void {
  const key = /^[a-z]/.test(written) ? written.toLowerCase() : written;
  if (pairs.some(([other]) => other === key)) throw new PurlError(`the qualifier ${key} is there twice`);
  pairs.push([key, value]);
}

function parseSubpath(subpath: string): string {
  return subpath
    .split('/')
    .filter(segment => segment !== '' && segment !== '.' && segment !== '..')
    .map(decodeSegment)
    .join('/');
}

/** A slash within a segment would make two of one. */
function decodeSegment(segment: string): string {
  const text = decode(segment);
  if (text.includes('/')) throw new PurlError('a segment of a package URL has no encoded slash');
  return text;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PurlError(`'${text.slice(0, 100)}' is not encoded as a URL is`);
  }
}

function cutLast(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function cutFirst(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
