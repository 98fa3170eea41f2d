import type { KubeClient } from './client.ts';
import { KubeError } from './errors.ts';
import { defineKind, type KindDefinition } from './kind.ts';
import { toRecord, toRecords, toText } from './raw.ts';

/** A kind by its name. */
export interface KindName {
  /** As `example.com/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * All that is needed to watch a kind of which only the name is known, as the API server's discovery tells it; undefined where it is not served.
 * Throws KubeError. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export async function findKind(
  client: KubeClient,
  { apiVersion, kind }: KindName,
  signal: AbortSignal,
): Promise<KindDefinition | undefined> {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const found = await readResources(client, group === '' ? `/api/${version}` : `/apis/${group}/${version}`, signal);
  // Subresources have the kind of what they take: `fleets/scale` is a Scale, `fleets/status` a Fleet.
  const resource = found.find(each => each['kind'] === kind && !toText(each['name']).includes('/'));
  const plural = toText(resource?.['name']);
  if (resource === undefined || plural === '') return undefined;
  return defineKind({
    group,
    versions: [version],
    kind,
    plural,
    namespaced: resource['namespaced'] === true,
    optional: true,
    status: STATUS,
  });
}

/** What a workload says of its pods. */
const STATUS = ['replicas', 'readyReplicas'];

async function readResources(client: KubeClient, path: string, signal: AbortSignal): Promise<readonly Readonly<Record<string, unknown>>[]> {
  try {
    return toRecords(toRecord(await client.getJson(path, { signal }))['resources']);
  } catch (cause) {
    if (cause instanceof KubeError && cause.code === 'cluster-not-found') return [];
    throw cause;
  }
}
