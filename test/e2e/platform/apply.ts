import { readdirSync, readFileSync } from 'node:fs';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { toPath } from '../resource-paths.ts';
import { waitUntil } from './wait-until.ts';

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
    if (status !== 201) refused.push(describeRefusal(object, status, body));
  }
  return refused;
}

/** As `kubectl apply --server-side --force-conflicts` would, whatever another journey has left of them. */
export async function applyAll(
  client: ApiClient,
  objects: readonly Raw[],
): Promise<{ readonly refused: readonly string[]; readonly warnings: readonly string[] }> {
  const refused: string[] = [];
  const warnings: string[] = [];
  for (const object of objects) {
    const path = `${toPath(object)}/${nameOf(object)}?fieldManager=kubectl&force=true`;
    const answer = await client.request('PATCH', path, object, 'application/apply-patch+yaml');
    if (answer.status !== 200 && answer.status !== 201) refused.push(describeRefusal(object, answer.status, answer.body));
    warnings.push(...answer.warnings.map(warning => `${object['kind']} ${nameOf(object)}: ${warning}`));
  }
  return { refused, warnings };
}

const nameOf = (object: Raw): string => String((object['metadata'] as { name?: string }).name);

function describeRefusal(object: Raw, status: number, body: Raw): string {
  return `${object['kind']} ${nameOf(object)}: ${status} ${body['message']}`;
}

/** Deletes a namespace with everything in it, and waits until it is gone: what is left of it would be seen by whoever reads the whole cluster. */
export async function removeNamespace(client: ApiClient, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${name}`;
  await client.request('DELETE', path);
  await waitUntil(`namespace ${name} is gone`, 90, async () => (await client.request('GET', path)).status === 404);
}

/** Changes one object by a merge patch. */
export async function patch(client: ApiClient, path: string, change: Raw): Promise<Raw> {
  const { status, body } = await client.request('PATCH', path, change, 'application/merge-patch+json');
  if (status !== 200) throw new Error(`PATCH ${path}: ${status} ${body['message']}`);
  return body;
}
