import { parseIpRange } from '@breakwater/inventory';
import { type Cluster, findAtom, Reachability, readPolicies } from '@breakwater/network';
import type { Weakness } from './parts.ts';

/** What the network lets through of that which attack paths ask for. */
export interface NetworkReach {
  /** For each weak workload the workloads that reach a port of it. */
  readonly weak: ReadonlyMap<string, readonly string[]>;
  /** Workloads that reach the metadata service of the node. */
  readonly metadata: ReadonlySet<string>;
}

/** Who reaches the weak workloads on a port that they declare, or on any where they declare none. */
export function reachWeak(cluster: Cluster, weaknesses: ReadonlyMap<string, readonly Weakness[]>): NetworkReach['weak'] {
  const targets = cluster.workloads.filter(({ name }) => (weaknesses.get(name)?.length ?? 0) > 0);
  if (targets.length === 0) return new Map();
  const reachability = new Reachability(
    cluster.workloads.map(({ pod }) => pod),
    cluster.policies,
    cluster.world,
  );
  const classOf = indexClasses(reachability);
  return new Map(
    targets.map(({ name, pod }) => {
      const atoms = pod.ports.length === 0 ? [0] : pod.ports.map(({ number, protocol }) => findAtom(reachability.atoms, protocol, number));
      const target = classOf.get(pod) ?? 0;
      const isReached = (source: number) => atoms.some(atom => atom >= 0 && reachability.reaches(source, target, atom));
      const reached = [...reachability.classes.keys()].map(isReached);
      const sources = cluster.workloads.filter(other => other.pod !== pod && reached[classOf.get(other.pod) ?? 0] === true);
      return [name, sources.map(source => source.name)];
    }),
  );
}

const METADATA = '169.254.169.254';

/** A policy that selects nobody but makes the address a class of its own. */
const PROBE = readPolicies([
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'metadata', namespace: '' },
    spec: { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: `${METADATA}/32` } }], ports: [{ protocol: 'TCP', port: 80 }] }] },
  },
]).policies;

export function listMetadataReaders({ workloads, policies, world }: Cluster): NetworkReach['metadata'] {
  const told = [...policies, ...PROBE];
  const pods = workloads.map(({ pod }) => pod);
  const reachability = new Reachability(pods, policies, world, undefined, told);
  const classOf = indexClasses(reachability);
  const address = parseIpRange(METADATA);
  const target = reachability.classes.findIndex(
    ({ end }) => end.kind === 'outside' && end.range.bits === address?.bits && end.range.length === address.length,
  );
  const atom = findAtom(reachability.atoms, 'TCP', 80);
  const readers = workloads.filter(({ pod }) => reachability.reaches(classOf.get(pod) ?? 0, target, atom));
  return new Set(readers.map(({ name }) => name));
}

function indexClasses(reachability: Reachability): ReadonlyMap<unknown, number> {
  return new Map(reachability.classes.flatMap(({ members }, index) => members.map(pod => [pod, index] as const)));
}
