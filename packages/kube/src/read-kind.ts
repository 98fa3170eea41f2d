import { toErrorMessage } from '@breakwater/model';
import type { KubeClient } from './client.ts';
import { KubeError } from './errors.ts';
import { isGroupServed } from './is-group-served.ts';
import { type KindDefinition, toCollectionPath, toResourceName } from './kind.ts';
import { listKind } from './list-kind.ts';
import { describeTrouble } from './problems.ts';
import type { Raw } from './raw.ts';

const PAGE_SIZE = 500;
const MAX_PAGE_BYTES = 64 * 1024 * 1024;

export interface ReadKindOptions {
  /** Only objects of this namespace; of all, and those outside namespaces, when empty. */
  readonly namespace: string;
  readonly signal: AbortSignal;
}

export type KindAnswer =
  /** None where a cluster is without an optional kind. */
  | { readonly objects: readonly Raw[] }
  /** What could not be looked at, in words that say what to allow. */
  | { readonly problem: ReturnType<typeof describeTrouble> };

/**
 * Reads the objects of one kind once, by the first of its versions that is served, kept as its definition says. Throws KubeError for what
 * is no matter of this kind, as a server that cannot be reached.
 */
export async function readKind(client: KubeClient, kind: KindDefinition, options: ReadKindOptions): Promise<KindAnswer> {
  const resource = toResourceName(kind);
  for (const version of kind.versions) {
    try {
      return { objects: await listVersion(client, kind, version, options) };
    } catch (cause) {
      if (!(cause instanceof KubeError)) throw cause;
      if (cause.code === 'cluster-not-found') continue;
      if (cause.code !== 'cluster-forbidden') throw cause;
      if (kind.optional && !(await isGroupServed(client, kind.group, options.signal))) return { objects: [] };
      return { problem: describeTrouble({ code: 'kind-unreadable', detail: toErrorMessage(cause) }, resource) };
    }
  }
  if (kind.optional) return { objects: [] };
  return { problem: describeTrouble({ code: 'kind-not-served', detail: `there is none of ${kind.versions.join(', ')}` }, resource) };
}

async function listVersion(client: KubeClient, kind: KindDefinition, version: string, { namespace, signal }: ReadKindOptions) {
  const objects: Raw[] = [];
  const path = toCollectionPath(kind, version, kind.namespaced ? namespace : '');
  const options = { path, accept: 'application/json', pageSize: PAGE_SIZE, maxPageBytes: MAX_PAGE_BYTES, signal };
  await listKind(client, options, object => objects.push(kind.keep(object)));
  return objects;
}
