import { ImageError } from '../errors.ts';
import { checkDigest, toDigest } from '../layer/digest.ts';
import type { ImageSource, OpenOptions } from '../source/image-source.ts';
import { resolveImage } from '../source/resolve-image.ts';
import {
  type CredentialProgram,
  findCredentialProgram,
  findCredentials,
  parseProgramAnswer,
  type RegistryCredentials,
} from './docker-config.ts';
import { createHttp, type Http, type Proxies } from './http.ts';
import { formatReference, HUB_HOST, type ImageReference, parseReference } from './reference.ts';
import { RegistryClient } from './registry-client.ts';

export interface RegistryOptions {
  /** A Docker configuration with credentials, as JSON. */
  readonly dockerConfig?: Uint8Array;
  /** Hosts, with their port, that are spoken to without TLS. */
  readonly plainHttpHosts?: readonly string[];
  readonly proxies?: Proxies;
  /** For a host, as users write it, those that may have its content too; they are asked first. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>;
  /** Asks a program that the Docker configuration names; undefined when it has nothing. None is run when absent. */
  readonly askProgram?: (program: CredentialProgram) => Promise<Uint8Array | undefined>;
  /** How often a registry that asks to wait is asked again; 5 times when absent. */
  readonly retries?: number;
  /** Waits so many milliseconds; a test's does not. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Opens an image of a registry, or of a mirror that has it; a tag is asked for once, everything else by digest. Mirrors are asked first, and
 * passed over when they cannot give it. Throws ImageError.
 */
export async function openRegistryImage(text: string, registry: RegistryOptions, options: OpenOptions): Promise<ImageSource> {
  const reference = parseReference(text);
  for (const at of listMirrors(reference, registry)) {
    const mirrored = await openMirror(at, reference, registry, options);
    if (mirrored !== undefined) return mirrored;
  }
  return openAt(reference, reference, registry, options);
}

/** Where the same content may lie, asked before its registry. */
export function listMirrors(reference: ImageReference, { mirrors }: RegistryOptions): readonly ImageReference[] {
  const userHost = reference.host === HUB_HOST ? 'docker.io' : reference.host;
  return (mirrors?.[userHost] ?? []).map(host => ({ ...reference, host }));
}

/** Why a mirror has no image, so that its registry is asked. */
const PASSED_OVER = new Set(['registry-unreachable', 'registry-failed', 'registry-unauthorized', 'registry-throttled', 'image-not-found']);

async function openMirror(
  at: ImageReference,
  reference: ImageReference,
  registry: RegistryOptions,
  options: OpenOptions,
): Promise<ImageSource | undefined> {
  try {
    return await openAt(at, reference, registry, options);
  } catch (cause) {
    if (isPassedOver(cause)) return undefined;
    throw cause;
  }
}

export function isPassedOver(cause: unknown): boolean {
  return cause instanceof ImageError && PASSED_OVER.has(cause.code);
}

/** `reference` is what the user asked for, `at` where it is taken from. */
async function openAt(
  at: ImageReference,
  reference: ImageReference,
  registry: RegistryOptions,
  options: OpenOptions,
): Promise<ImageSource> {
  const http = createHttp(registry.proxies);
  try {
    const client = await createRegistryClient(at, http, registry, options);
    const bytes = await client.manifest(reference.digest ?? reference.tag ?? 'latest');
    if (reference.digest !== undefined) checkDigest(bytes, reference.digest);
    const name = formatReference(reference);
    const blobs = {
      manifest: (digest: string) => client.manifest(digest),
      open: (digest: string, size: number) => client.blob(digest, size),
    };
    const start = { bytes, digest: reference.digest ?? toDigest(bytes), name };
    const resolved = await resolveImage(blobs, start, options);
    return { ...resolved, name, kind: 'registry', references: [name], [Symbol.asyncDispose]: () => http[Symbol.asyncDispose]() };
  } catch (cause) {
    await http[Symbol.asyncDispose]();
    throw cause;
  }
}

/** A client for one repository, with its login. Throws ImageError for a configuration that is none. */
export async function createRegistryClient(
  reference: ImageReference,
  http: Http,
  registry: RegistryOptions,
  { signal }: Pick<OpenOptions, 'signal'>,
): Promise<RegistryClient> {
  return new RegistryClient({
    http,
    reference,
    credentials: await findLogin(reference, registry),
    plainHttp: registry.plainHttpHosts?.includes(reference.host) === true,
    ...(signal === undefined ? {} : { signal }),
    ...(registry.wait === undefined ? {} : { wait: registry.wait }),
    ...(registry.retries === undefined ? {} : { retries: registry.retries }),
  });
}

/** A program that the configuration names is asked before what the configuration holds, as Docker does. */
async function findLogin(
  reference: ImageReference,
  { dockerConfig, askProgram }: RegistryOptions,
): Promise<RegistryCredentials | undefined> {
  if (dockerConfig === undefined) return undefined;
  const program = askProgram === undefined ? undefined : findCredentialProgram(dockerConfig, reference);
  const answer = program === undefined ? undefined : await askProgram?.(program);
  const asked = answer === undefined ? undefined : parseProgramAnswer(answer);
  return asked ?? findCredentials(dockerConfig, reference);
}
