/** The parts of an image reference: `[host[:port]/]path[:tag][@algorithm:hex]`. */
export interface ImageReference {
  readonly text: string;
  /** With port; docker.io when the reference names none. */
  readonly registry: string;
  /** Path without registry; single names of docker.io get `library/`. */
  readonly repository: string;
  /** Last segment of the path. */
  readonly name: string;
  /** Empty when absent. */
  readonly tag: string;
  /** `algorithm:hex`, empty when absent, as written even when malformed. */
  readonly digest: string;
  /** Whether the digest follows the grammar of its algorithm. */
  readonly digestValid: boolean;
}

const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map(Object.entries({ sha256: 64, sha512: 128, blake3: 64 }));
/** Names under which Docker Hub is written. */
const DOCKER_HUB = new Set(['docker.io', 'index.docker.io']);
/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
const OTHER_DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/**
 * Reads a reference as container runtimes do; the first segment is a host only with a dot, a port, an upper-case letter, or as
 * `localhost`. https://github.com/distribution/reference/blob/main/normalize.go
 */
export function parseImageReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? '' : text.slice(at + 1);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const path = tagged ? named.slice(0, colon) : named;
  const { registry, repository } = splitRegistry(path);
  return {
    text,
    registry,
    repository,
    name: repository.slice(repository.lastIndexOf('/') + 1),
    tag: tagged ? named.slice(colon + 1) : '',
    digest,
    digestValid: isDigest(digest),
  };
}

function splitRegistry(path: string): { registry: string; repository: string } {
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const isHost = /[.:A-Z]/.test(first) || first === 'localhost';
  const repository = isHost ? path.slice(slash + 1) : path;
  if (isHost && !DOCKER_HUB.has(first)) return { registry: first, repository };
  return { registry: 'docker.io', repository: repository.includes('/') ? repository : `library/${repository}` };
}

function isDigest(digest: string): boolean {
  const colon = digest.indexOf(':');
  const length = DIGEST_LENGTHS.get(digest.slice(0, colon));
  if (length === undefined) return OTHER_DIGEST.test(digest);
  const hex = digest.slice(colon + 1);
  return hex.length === length && /^[0-9a-f]+$/.test(hex);
}
