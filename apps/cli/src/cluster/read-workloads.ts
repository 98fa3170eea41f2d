import { type CustomWorkload, findPodKind, type SourceObject } from '@breakwater/inventory';
import type { KindAnswer, KubeClient } from '@breakwater/kube';
import type { Problem } from '@breakwater/model';
import type { CommandInput, OptionDefinition } from '../command.ts';
import { readConfig } from '../config.ts';

/** Options of commands that may ask a cluster instead of files. */
export const CLUSTER_OPTIONS: readonly OptionDefinition[] = [
  { name: 'all-namespaces', short: 'A', doc: 'Without a path: ask the cluster about all of its namespaces' },
  { name: 'kubeconfig', value: 'file', doc: 'Cluster to ask (default: the one that kubectl would use)' },
  { name: 'context', value: 'name', doc: 'Context of the kubeconfig (default: its current one)' },
];

/** What runs in a cluster. */
export interface LiveSet {
  readonly objects: readonly SourceObject[];
  /** What could not be looked at: a cluster that cannot be asked, kinds that may not be read. */
  readonly problems: readonly Problem[];
  /** Undefined when the cluster did not say. */
  readonly kubeMinor: number | undefined;
}

/** Reads workloads, pods and namespaces of a cluster once, and objects of other kinds that are named; of one namespace, or of all when it is empty. */
export async function readLiveWorkloads(
  { options }: CommandInput,
  namespace: string,
  customWorkloads: readonly CustomWorkload[],
  otherKinds: readonly string[] = [],
): Promise<LiveSet> {
  // The library that reads kubeconfigs is large, and only this needs it.
  const kube = await import('@breakwater/kube');
  const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
  let client: KubeClient | undefined;
  try {
    client = await kube.connectCluster({ ...text('kubeconfig'), ...text('context'), proxies: readConfig().proxies });
    const { minor } = await client.readVersion();
    const answers = await readAnswers(kube, client, namespace, { customWorkloads, otherKinds });
    return {
      objects: answers.flatMap(answer => ('objects' in answer ? answer.objects.map(value => ({ value })) : [])),
      problems: answers.flatMap(answer => ('problem' in answer ? [answer.problem] : [])),
      kubeMinor: minor,
    };
  } catch (cause) {
    if (!(cause instanceof kube.KubeError)) throw cause;
    const source = client?.server ?? 'kubeconfig';
    return { objects: [], problems: [{ code: cause.code, source, message: cause.message }], kubeMinor: undefined };
  } finally {
    await client?.close();
  }
}

type Kube = typeof import('@breakwater/kube');

interface WantedKinds {
  readonly customWorkloads: readonly CustomWorkload[];
  readonly otherKinds: readonly string[];
}

async function readAnswers(kube: Kube, client: KubeClient, namespace: string, { customWorkloads, otherKinds }: WantedKinds) {
  const { signal } = new AbortController();
  const namespaces = await readNamespaces(kube, client, namespace, signal);
  const custom = await Promise.all(customWorkloads.map(each => kube.findKind(client, each, signal)));
  const known = kube.kinds.filter(({ group, kind }) => findPodKind(group, kind) !== undefined || otherKinds.includes(kind));
  const wanted = [...known, ...custom.flatMap(each => each ?? [])];
  return [...namespaces, ...(await Promise.all(wanted.map(kind => kube.readKind(client, kind, { namespace, signal }))))];
}

async function readNamespaces(kube: Kube, client: KubeClient, namespace: string, signal: AbortSignal): Promise<readonly KindAnswer[]> {
  const kind = kube.kinds.find(each => each.kind === 'Namespace');
  if (kind === undefined) return [];
  if (namespace === '') return [await kube.readKind(client, kind, { namespace, signal })];
  try {
    return [{ objects: [kind.keep(await client.getJson(`/api/v1/namespaces/${encodeURIComponent(namespace)}`, { signal }))] }];
  } catch (cause) {
    if (!(cause instanceof kube.KubeError) || cause.code !== 'cluster-forbidden') throw cause;
    const message = `the labels of namespace ${namespace} are not known, since it may not be read: ${cause.message}`;
    return [{ problem: { code: 'kind-unreadable', source: 'namespaces', message } }];
  }
}
