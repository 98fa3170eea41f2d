import { type ClusterVersion, connectCluster, type KubeClient, type Proxies } from '@breakwater/kube';
import type { Hello } from '@breakwater/protocol';
import { findDistribution } from './find-distribution.ts';
import type { ThreadSource } from './thread/messages.ts';

export type SensorSource =
  | { readonly type: 'cluster'; readonly client?: KubeClient; readonly kubeconfig?: string; readonly context?: string }
  /** Manifests that are watched as if they were a cluster of that name. */
  | { readonly type: 'folder'; readonly paths: readonly string[]; readonly name: string };

export interface SubjectOptions {
  readonly source: SensorSource;
  readonly name?: string;
  readonly metadataOnly?: boolean | readonly string[];
  readonly proxies?: Proxies;
}

export const NO_PROXIES: Proxies = { httpsProxy: '', httpProxy: '', noProxy: '' };

/** What is watched, once it is known that it is there. */
export interface Subject {
  readonly cluster: Hello['cluster'];
  /** Minor version of Kubernetes; undefined for the newest that is known. */
  readonly kubeMinor: number | undefined;
  readonly client: KubeClient | undefined;
  readonly source: ThreadSource;
  /** Whether the client was made here, and is closed here. */
  readonly ownsClient: boolean;
}

/** Finds out what is to be watched. Throws KubeError when the cluster cannot be reached. */
export async function findSubject({ source, name, proxies = NO_PROXIES, metadataOnly = false }: SubjectOptions): Promise<Subject> {
  if (source.type === 'folder') {
    return {
      cluster: { id: `file:${source.name}`, name: name ?? source.name, type: 'folder' },
      kubeMinor: undefined,
      client: undefined,
      source: { type: 'folder', paths: source.paths },
      ownsClient: false,
    };
  }
  const { client = await connectCluster({ ...source, proxies }) } = source;
  const [version, id] = await readCluster(client);
  const { server, context, proxy } = client.credentials;
  const distribution = findDistribution(version.text);
  const resources = metadataOnly === true ? ['*'] : metadataOnly === false ? [] : metadataOnly;
  return {
    cluster: {
      id,
      name: (name ?? context).slice(0, 200),
      type: 'kubernetes',
      version: version.text,
      ...(distribution === undefined ? {} : { distribution }),
    },
    kubeMinor: version.minor,
    client,
    source: { type: 'cluster', server, context, proxy, metadataOnly: resources },
    ownsClient: source.client === undefined,
  };
}

async function readCluster(client: KubeClient): Promise<readonly [ClusterVersion, string]> {
  try {
    return [await client.readVersion(), await client.readClusterId()];
  } catch (cause) {
    await client.close();
    throw cause;
  }
}

export async function closeClient({ client, ownsClient }: Subject): Promise<void> {
  if (ownsClient) await client?.close();
}
