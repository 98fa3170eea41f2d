import { ImageError } from '../errors.ts';
import { isDigest } from '../layer/digest.ts';

/** Where an image lies in a registry. */
export interface ImageReference {
  /** Host with port, as it is asked for content. */
  readonly host: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** https://github.com/distribution/reference/blob/main/regexp.go, with bounds that registries have. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,62}(?<!-))?(?:\.[a-z0-9](?:[a-z0-9-]{0,62}(?<!-))?)*|\[[0-9a-f:]{2,45}\])(?::\d{1,5})?$/i;
const SEGMENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** What Docker Hub is called, and the host that serves it. */
const HUB_NAMES = new Set(['docker.io', 'index.docker.io']);
export const HUB_HOST = 'registry-1.docker.io';

/**
 * `nginx`, `registry.example/team/app:1.2`, `registry.example:5000/app@sha256:…`; without a host Docker Hub is meant, without tag and digest
 * the tag latest. Throws ImageError `reference-invalid`.
 */
export function parseReference(text: string): ImageReference {
  const [name = '', digest, ...surplus] = text.split('@');
  if (text.length > 500 || surplus.length > 0 || (digest !== undefined && !isDigest(digest))) throw invalid(text);
  const { host, path } = splitHost(name);
  const colon = path.indexOf(':');
  const repository = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  if (!HOST.test(host) || !repository.split('/').every(segment => SEGMENT.test(segment)) || repository.length > 255) throw invalid(text);
  if (tag !== undefined && !TAG.test(tag)) throw invalid(text);
  return {
    host: HUB_NAMES.has(host) ? HUB_HOST : host,
    repository: HUB_NAMES.has(host) && !repository.includes('/') ? `library/${repository}` : repository,
    tag: tag ?? (digest === undefined ? 'latest' : undefined),
    digest,
  };
}

/** The first part is a host when it looks like one. */
function splitHost(name: string): { host: string; path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const isHost = /[.:]/.test(first) || first === 'localhost';
  return isHost ? { host: first, path: name.slice(slash + 1) } : { host: 'docker.io', path: name };
}

function invalid(text: string): ImageError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new ImageError(
    'reference-invalid',
    `'${shown}' is neither a file or folder here nor an image reference such as registry.example/team/app:1.2`,
  );
}

/** As a user would write it; Docker Hub by the name that users know. */
export function formatReference({ host, repository, tag, digest }: ImageReference): string {
  const name = `${host === HUB_HOST ? 'docker.io' : host}/${repository}`;
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
