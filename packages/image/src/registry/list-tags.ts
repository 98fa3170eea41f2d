import type { OpenOptions } from '../source/image-source.ts';
import { createHttp } from './http.ts';
import { createRegistryClient, type RegistryOptions } from './open-registry.ts';
import { parseReference } from './reference.ts';

/** Tags of the repository that a reference names, as many as asked for, in the registry's order. Throws ImageError. */
export async function listTags(
  text: string,
  registry: RegistryOptions,
  { max, signal }: Pick<OpenOptions, 'signal'> & { readonly max: number },
): Promise<readonly string[]> {
  const reference = parseReference(text);
  await using http = createHttp(registry.proxies);
  const client = await createRegistryClient(reference, http, registry, signal === undefined ? {} : { signal });
  return await client.tags(max);
}
