import { type Inventory, type OutsideReach, parseIpRange } from '@breakwater/inventory';
import { sortTiers, type Tiers } from '../evaluate/side.ts';
import { decide } from '../evaluate/verdict.ts';
import { type Policy, TIERS } from '../policy/normal-form.ts';
import { readCluster } from './read-cluster.ts';
import { toPod } from './workload-pod.ts';

/** Answers for one workload after the other, without looking at all pairs. */
export function createOutsideReach(inventory: Inventory): OutsideReach {
  const cluster = readCluster(inventory);
  const pods = new Map(cluster.workloads.map(({ workload, pod }) => [workload, pod]));
  const tiers = new Map<string, Tiers>();
  return (workload, address, port) => {
    const range = parseIpRange(address);
    if (range === undefined) throw new RangeError(`${address} is no address`);
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

/** A NetworkPolicy speaks of pods of its own namespace only. */
function mayConcern({ tier, source }: Policy, namespace: string): boolean {
  return tier !== 'NetworkPolicy' || source.namespace === namespace;
}
