import { formatRange } from '../addresses.ts';
import { type ClusterDns, findDns } from '../cluster/dns.ts';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import { chooseSelector } from './choose-selector.ts';
import type { NeedPeer } from './need.ts';

/** A peer of a NetworkPolicy; undefined for everybody, which is written by naming nobody. */
export type WrittenPeers = readonly object[] | undefined;

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Ranges that no name outside of the cluster and its networks stands for. */
const PRIVATE = {
  '0.0.0.0/0': ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  '::/0': ['fc00::/7', 'fe80::/10'],
};

/** Writes peers as seen from a namespace. */
export class PeerWriter {
  readonly #siblings: ReadonlyMap<string, readonly NetworkWorkload[]>;
  readonly #dns: ClusterDns;
  readonly #byPod: ReadonlyMap<unknown, NetworkWorkload>;

  constructor(cluster: Cluster) {
    this.#siblings = Map.groupBy(cluster.workloads, ({ pod }) => pod.namespace);
    this.#dns = findDns(cluster);
    this.#byPod = new Map(cluster.workloads.map(entry => [entry.pod, entry]));
  }

  select(entry: NetworkWorkload): ReturnType<typeof chooseSelector> {
    return chooseSelector(entry, this.#siblings.get(entry.pod.namespace) ?? []);
  }

  write(peer: NeedPeer, namespace: string): WrittenPeers {
    switch (peer.kind) {
      case 'workload':
        return [this.#writeWorkload(peer.workload, namespace)];
      case 'namespace':
        return [{ namespaceSelector: { matchLabels: { [NAME_LABEL]: peer.namespace } } }];
      case 'address':
        return [{ ipBlock: { cidr: formatRange(peer.range) } }];
      case 'public':
        return Object.entries(PRIVATE).map(([cidr, except]) => ({ ipBlock: { cidr, except } }));
      case 'cluster':
        return [{ namespaceSelector: {} }];
      case 'anybody':
        return undefined;
      case 'dns':
        return this.#dns.pods.map(pod => {
          const known = this.#byPod.get(pod);
          if (known !== undefined) return this.#writeWorkload(known, namespace);
          return { namespaceSelector: { matchLabels: { [NAME_LABEL]: pod.namespace } }, podSelector: { matchLabels: pod.labels } };
        });
    }
  }

  #writeWorkload(entry: NetworkWorkload, namespace: string): object {
    const { labels } = this.select(entry);
    const podSelector = Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
    if (entry.pod.namespace === namespace) return { podSelector };
    return { namespaceSelector: { matchLabels: { [NAME_LABEL]: entry.pod.namespace } }, podSelector };
  }
}
