import { type Inventory, parseIpRange, type Workload } from '@breakwater/inventory';
import { sortTiers, type Tiers } from '../evaluate/side.ts';
import { decide } from '../evaluate/verdict.ts';
import { type Policy, TIERS } from '../policy/normal-form.ts';
import type { Pod } from '../world.ts';
import { type Cluster, readCluster } from './read-cluster.ts';
import { toPod } from './workload-pod.ts';

/** Whether pods of a workload may connect to an address outside of the cluster; undefined where the network plug-in decides. */
export type OutsideReach = (workload: Workload, address: string, port: number) => boolean | undefined;

/** Answers for one workload after the other, without looking at all pairs; what policies say is read when it is first asked. */
export function createOutsideReach(inventory: Inventory): OutsideReach {
  let read: { readonly cluster: Cluster; readonly pods: ReadonlyMap<Workload, Pod> } | undefined;
  const tiers = new Map<string, Tiers>();
  return (workload, address, port) => {
    const range = parseIpRange(address);
    if (range === undefined) throw new RangeError(`${address} is no address`);
    read ??= readPods(inventory);
    const { cluster, pods } = read;
    // One that has ended, or never runs, is asked about all the same.
    const pod = pods.get(workload) ?? toPod(workload);
    // Policies do not apply to the network of the node.
    if (pod.hostNetwork) return true;
    const own = tiers.get(pod.namespace) ?? sortTiers(cluster.policies.filter(policy => mayConcern(policy, pod.namespace)));
    tiers.set(pod.namespace, own);
    // Most namespaces have none, and then there is nothing to weigh.
    if (TIERS.every(tier => own[tier].length === 0) && !cluster.world.isTouched?.(pod, 'egress')) return true;
    const { verdict } = decide({ world: cluster.world, tiers: own }, pod, { kind: 'outside', range }, { protocol: 'TCP', port });
    return verdict === 'implementation-defined' ? undefined : verdict === 'allowed';
  };
}

function readPods(inventory: Inventory): { readonly cluster: Cluster; readonly pods: ReadonlyMap<Workload, Pod> } {
  const cluster = readCluster(inventory);
  return { cluster, pods: new Map(cluster.workloads.map(({ workload, pod }) => [workload, pod])) };
}

/** A NetworkPolicy speaks of pods of its own namespace only. */
function mayConcern({ tier, source }: Policy, namespace: string): boolean {
  return tier !== 'NetworkPolicy' || source.namespace === namespace;
}
