import { checkDigest, toDigest } from '../layer/digest.ts';
import type { ImageSource, OpenOptions } from '../source/image-source.ts';
import { resolveImage } from '../source/resolve-image.ts';
import { findCredentials } from './docker-config.ts';
import { createHttp, type Proxies } from './http.ts';
import { formatReference, parseReference } from './reference.ts';
import { RegistryClient } from './registry-client.ts';

export interface RegistryOptions {
  /** A Docker configuration with credentials, as JSON. */
  readonly dockerConfig?: Uint8Array;
  /** Hosts, with their port, that are spoken to without TLS. */
  readonly plainHttpHosts?: readonly string[];
  readonly proxies?: Proxies;
  /** Waits so many milliseconds; a test's does not. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Opens an image of a registry; a tag is asked for once, everything else by digest. Throws ImageError. */
export async function openRegistryImage(text: string, registry: RegistryOptions, options: OpenOptions): Promise<ImageSource> {
  const reference = parseReference(text);
  const http = createHttp(registry.proxies);
  const client = new RegistryClient({
    http,
    reference,
    credentials: registry.dockerConfig === undefined ? undefined : findCredentials(registry.dockerConfig, reference),
    plainHttp: registry.plainHttpHosts?.includes(reference.host) === true,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(registry.wait === undefined ? {} : { wait: registry.wait }),
  });
  try {
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
