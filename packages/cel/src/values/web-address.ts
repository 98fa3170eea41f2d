import { type Failure, fail } from './failure.ts';
import { decodeUtf8, encodeUtf8 } from './strings.ts';

/**
 * A URL as Go's net/url reads it, which Kubernetes uses: nothing is normalised but the scheme's case
 * (https://pkg.go.dev/net/url#ParseRequestURI).
 */
export class WebAddress {
  readonly celType = 'kubernetes.URL';
  readonly text: string;
  readonly scheme: string;
  /** With the port and, for IPv6, brackets. */
  readonly host: string;
  readonly escapedPath: string;
  readonly query: string;

  constructor(text: string, parts: { scheme: string; host: string; escapedPath: string; query: string }) {
    this.text = text;
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.escapedPath = parts.escapedPath;
    this.query = parts.query;
  }

  equals(other: unknown): boolean {
    return other instanceof WebAddress && other.text === this.text;
  }

  toText(): string {
    return this.text;
  }
}

const MAX_LENGTH = 64 * 1024;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\x00-\x1f\x7f]/;

/** An absolute URL or an absolute path. */
export function parseWebAddress(text: string): WebAddress | Failure {
  const reject = (why: string): Failure => fail(`URL parse error during conversion from string: ${why}: "${text.slice(0, 64)}"`);
  if (text === '') return reject('empty url');
  if (text.length > MAX_LENGTH) return reject(`longer than ${MAX_LENGTH} characters`);
  if (CONTROL.test(text)) return reject('invalid control character in URL');
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(text)?.[0] ?? '';
  if (text.startsWith(':')) return reject('missing protocol scheme');
  const rest = text.slice(scheme === '' ? 0 : scheme.length + 1);
  if (!rest.startsWith('/') && scheme === '') return reject('invalid URI for request');
  const [withoutFragment = ''] = rest.split('#', 1);
  const [hierarchy = '', ...query] = withoutFragment.split('?');
  const lowerScheme = scheme.toLowerCase();
  if (!hierarchy.startsWith('/')) return new WebAddress(text, { scheme: lowerScheme, host: '', escapedPath: '', query: query.join('?') });
  const hasAuthority = scheme !== '' && hierarchy.startsWith('//');
  const [, authority = '', path = ''] = hasAuthority ? (/^\/\/([^/]*)(.*)$/s.exec(hierarchy) ?? []) : [undefined, '', hierarchy];
  const host = hasAuthority ? parseAuthority(authority) : '';
  if (host === undefined) return reject('invalid host');
  if (!isEscaped(path)) return reject('invalid URL escape');
  return new WebAddress(text, { scheme: lowerScheme, host, escapedPath: escapePath(path), query: query.join('?') });
}

/** The host with its port; undefined when the authority is malformed. */
function parseAuthority(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=%:@]*$/.test(user) || !isEscaped(user)) return undefined;
  const host = authority.slice(at + 1);
  if (host.startsWith('[')) return /^\[[0-9A-Fa-f:.]+(?:%25[^\]]+)?\](?::\d*)?$/.test(host) ? host : undefined;
  return /^[^\s%:/?#@\\^`{|}]*(?::\d*)?$/.test(host) ? host : undefined;
}

/** Whether each `%` is followed by two hexadecimal digits. */
function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

/** Characters that Go leaves as they are in an escaped path. */
const PATH_CHARACTERS = /^[A-Za-z0-9\-._~!$&'()*+,;=:@[\]%/]*$/;

function escapePath(path: string): string {
  if (PATH_CHARACTERS.test(path)) return path;
  // Written unescaped: Go decodes the path and escapes it anew.
  const bytes = encodeUtf8(unescapeText(path, false));
  let escaped = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    escaped += /[A-Za-z0-9\-._~$&+,/:;=@]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** The text with `%XX` (and `+` in queries) replaced. What is no UTF-8 afterwards keeps its escapes. */
function unescapeText(text: string, isQuery: boolean): string {
  const spaced = isQuery ? text.replaceAll('+', ' ') : text;
  return spaced.replace(/(?:%[0-9A-Fa-f]{2})+/g, run => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), pair => Number.parseInt(pair, 16));
    return decodeUtf8(bytes) ?? run;
  });
}

/** Without port and brackets. */
export function readHostname({ host }: WebAddress): string {
  return host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/s, '$1');
}

export function readPort({ host }: WebAddress): string {
  return /:(\d*)$/.exec(host)?.[1] ?? '';
}

/** The parameters in the order of their first appearance; malformed ones are left out, as in Go. */
export function readQuery({ query }: WebAddress): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';') || !isEscaped(part)) continue;
    const equals = part.indexOf('=');
    const key = unescapeText(equals < 0 ? part : part.slice(0, equals), true);
    const value = unescapeText(equals < 0 ? '' : part.slice(equals + 1), true);
    parameters.set(key, [...(parameters.get(key) ?? []), value]);
  }
  return parameters;
}
