import { type Inventory, type NetworkReach, parseIpRange } from '@breakwater/inventory';
import { type Cluster, readCluster } from '../cluster/read-cluster.ts';
import { toPod } from '../cluster/workload-pod.ts';
import { VerdictMatrix } from '../connections/verdict-matrix.ts';
import { sortTiers, type Tiers } from '../evaluate/side.ts';
import { decide } from '../evaluate/verdict.ts';
import { type Policy, TIERS } from '../policy/normal-form.ts';
import { BridgeFinder } from './bridges.ts';

/** What facts ask of network policies. Each part is prepared when it is first asked. */
export function createNetworkReach(inventory: Inventory): NetworkReach {
  let cluster: Cluster | undefined;
  const read = (): Cluster => {
    cluster ??= readCluster(inventory);
    return cluster;
  };
  let [outside, bridges]: [NetworkReach['reachesAddress'] | undefined, NetworkReach['listBridges'] | undefined] = [undefined, undefined];
  return {
    reachesAddress: (...question) => {
      outside ??= createOutsideReach(read());
      return outside(...question);
    },
    listBridges: workload => {
      bridges ??= createBridges(read());
      return bridges(workload);
    },
  };
}

/** Nothing is a bridge for certain where a network plug-in decides what is apart. */
function createBridges(cluster: Cluster): NetworkReach['listBridges'] {
  const { workloads, policies, world } = cluster;
  if (workloads.some(({ pod }) => DIRECTIONS.some(direction => world.isTouched?.(pod, direction) === true))) return () => undefined;
  // A bridge joins two namespaces over a third.
  if (new Set(workloads.map(({ pod }) => pod.namespace)).size < 3) return () => [];
  const pods = workloads.map(({ pod }) => pod);
  const finder = new BridgeFinder(cluster, new VerdictMatrix(pods, policies, world));
  const entries = new Map(workloads.map(entry => [entry.workload, entry]));
  return workload => {
    const entry = entries.get(workload);
    return entry === undefined ? [] : finder.list(entry).map(({ from, to }) => `${from} → ${to}`);
  };
}

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Answers for one workload after the other, without looking at all pairs. */
function createOutsideReach(cluster: Cluster): NetworkReach['reachesAddress'] {
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
