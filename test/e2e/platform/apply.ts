import { readdirSync, readFileSync } from 'node:fs';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { toPath } from '../resource-paths.ts';

/** Objects of a folder of manifests, namespaces first. */
export function readFolder(folder: URL): readonly Raw[] {
  const objects = readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .toSorted()
    .flatMap(file => toObjects(readManifest(readFileSync(new URL(file, folder), 'utf8'), { source: file })).objects);
  return objects.map(({ value }) => value as Raw).toSorted((a, b) => Number(isNamespace(b)) - Number(isNamespace(a)));
}

const isNamespace = (object: Raw): boolean => object['kind'] === 'Namespace';

/** Creates objects as `kubectl create` would; gives what was refused. */
export async function createAll(client: ApiClient, objects: readonly Raw[]): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const object of objects) {
    const { status, body } = await client.request('POST', toPath(object), object);
    if (status !== 201) refused.push(`${object['kind']} ${(object['metadata'] as { name?: string }).name}: ${status} ${body['message']}`);
  }
  return refused;
}

/** Changes one object by a merge patch. */
export async function patch(client: ApiClient, path: string, change: Raw): Promise<Raw> {
  const { status, body } = await client.request('PATCH', path, change, 'application/merge-patch+json');
  if (status !== 200) throw new Error(`PATCH ${path}: ${status} ${body['message']}`);
  return body;
}
