import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import { ANY_POD } from '../connections/outside.ts';
import { formatPorts } from '../connections/port-sets.ts';
import { type AtomVerdict, VerdictMatrix } from '../connections/verdict-matrix.ts';
import type { Doubt } from '../evaluate/assumptions.ts';
import { isTouched } from '../evaluate/verdict.ts';
import { type EntranceVerdict, isIsolated, listOpenEntrances } from '../exposure/list-exposures.ts';
import type { Protocol } from '../world.ts';

/** More are no picture, and take long to send. */
const MAX_EDGES = 20_000;
const PROTOCOLS_TOLD = 3;

/** A workload as a picture shows it. */
export interface GraphNode {
  /** `namespace/name[Kind]` */
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
  /** Directions in which some policy limits it. */
  readonly isolated: { readonly ingress: boolean; readonly egress: boolean };
  /** How far it is open to what is outside of the cluster; absent without a way in. */
  readonly entrance?: EntranceVerdict;
  /** Any pod of the cluster may connect to some port of it. */
  readonly openToCluster: boolean;
}

/** What one workload may do to another because some policy says so. Nodes are named by their place in the list. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  /** `TCP 80,443; UDP 53`, or `all`. */
  readonly ports: string;
  /** Why it is not certain; empty when it is. */
  readonly doubts: readonly Doubt[];
}

/** Two namespaces between which connections are possible. */
export interface NamespaceEdge {
  readonly from: string;
  readonly to: string;
  /** Pairs of workloads that may connect, by whatever is said or not said. */
  readonly pairs: number;
  /** Of these, pairs that no policy of either side limits: any-to-any. */
  readonly unlimited: number;
}

export interface NetworkGraph {
  readonly nodes: readonly GraphNode[];
  /** Without pairs that no policy of either side limits: they are counted by namespace, since everybody reaches everybody there. */
  readonly edges: readonly GraphEdge[];
  /** There were more edges than a picture can show. */
  readonly isTruncated: boolean;
  readonly namespaces: readonly NamespaceEdge[];
}

/**
 * Who may connect to whom, for a picture: what policies let through edge by edge, and what nobody limits as numbers of namespaces. `isShown`
 * says which workloads take part; the others still count for what policies mean.
 */
export function describeGraph(cluster: Cluster, isShown: (workload: NetworkWorkload) => boolean = () => true): NetworkGraph {
  const shown = cluster.workloads.filter(isShown);
  const matrix = new VerdictMatrix([...cluster.workloads.map(({ pod }) => pod), ANY_POD], cluster.policies, cluster.world);
  const groups = groupByClass(cluster, shown, matrix);
  const edges: GraphEdge[] = [];
  const namespaces = new NamespacePairs();
  let isTruncated = false;
  for (const source of groups) {
    for (const destination of groups) {
      const verdicts = matrix.list(source.class, destination.class);
      if (verdicts.length === 0) continue;
      const isUnlimited = !source.isolated.egress && !destination.isolated.ingress;
      namespaces.add(source, destination, isUnlimited);
      if (isUnlimited) continue;
      isTruncated ||= !addEdges(edges, cluster, source, destination, verdicts);
    }
  }
  return { nodes: toNodes(cluster, shown, groups, matrix), edges, isTruncated, namespaces: namespaces.list() };
}

/** Workloads that policies cannot tell apart: what holds of one holds of all. */
interface Group {
  readonly class: number;
  readonly isolated: GraphNode['isolated'];
  /** Places in the list of nodes. */
  readonly members: readonly number[];
  readonly workloads: readonly NetworkWorkload[];
  /** Members by namespace. */
  readonly counts: ReadonlyMap<string, number>;
}

function groupByClass(cluster: Cluster, shown: readonly NetworkWorkload[], matrix: VerdictMatrix): readonly Group[] {
  const places = shown.map((workload, place) => ({ workload, place, class: matrix.findClass(workload.pod) }));
  return [...Map.groupBy(places, place => place.class)].map(([ofClass, members]) => ({
    class: ofClass,
    isolated: readIsolation(cluster, members[0]?.workload as NetworkWorkload),
    members: members.map(({ place }) => place),
    workloads: members.map(({ workload }) => workload),
    counts: new Map([...Map.groupBy(members, ({ workload }) => workload.pod.namespace)].map(([name, group]) => [name, group.length])),
  }));
}

function readIsolation(cluster: Cluster, workload: NetworkWorkload): GraphNode['isolated'] {
  return { ingress: isIsolated(cluster, workload, 'ingress'), egress: isIsolated(cluster, workload, 'egress') };
}

/** False when there was no room for all of them. */
function addEdges(edges: GraphEdge[], { world }: Cluster, source: Group, destination: Group, verdicts: readonly AtomVerdict[]): boolean {
  const [ports, doubts] = [describePorts(verdicts), listDoubts(verdicts)];
  for (const [i, from] of source.members.entries()) {
    for (const [j, to] of destination.members.entries()) {
      if (from === to) continue;
      if (edges.length >= MAX_EDGES) return false;
      const [a, b] = [source.workloads[i] as NetworkWorkload, destination.workloads[j] as NetworkWorkload];
      edges.push({ from, to, ports, doubts: isTouched(world, a.pod, b.pod) ? [...doubts, 'policy-unsupported'] : doubts });
    }
  }
  return true;
}

function listDoubts(verdicts: readonly AtomVerdict[]): readonly Doubt[] {
  return [...new Set(verdicts.flatMap(({ doubts }) => doubts))];
}

/** Ports by protocol; `all` where every protocol may use every port. */
export function describePorts(verdicts: readonly Pick<AtomVerdict, 'atom'>[]): string {
  const byProtocol = [...Map.groupBy(verdicts, ({ atom }): Protocol => atom.protocol)].map(
    ([protocol, group]) => [protocol, formatPorts(group.map(({ atom }) => atom))] as const,
  );
  if (byProtocol.length === PROTOCOLS_TOLD && byProtocol.every(([, ports]) => ports === '1-65535')) return 'all';
  return byProtocol.map(([protocol, ports]) => (ports === '1-65535' ? protocol : `${protocol} ${ports}`)).join('; ');
}

/** Sums over pairs of namespaces. */
class NamespacePairs {
  readonly #pairs = new Map<string, { readonly from: string; readonly to: string; pairs: number; unlimited: number }>();

  add(source: Group, destination: Group, isUnlimited: boolean): void {
    for (const [from, sources] of source.counts) {
      for (const [to, destinations] of destination.counts) {
        const same = source === destination && from === to ? sources : 0;
        const count = sources * destinations - same;
        if (count === 0) continue;
        const key = `${from} ${to}`;
        const sum = this.#pairs.get(key) ?? { from, to, pairs: 0, unlimited: 0 };
        this.#pairs.set(key, sum);
        sum.pairs += count;
        if (isUnlimited) sum.unlimited += count;
      }
    }
  }

  list(): readonly NamespaceEdge[] {
    return [...this.#pairs.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  }
}

/** From the least to the most open. */
const OPENNESS: readonly EntranceVerdict[] = ['closed', 'implementation-defined', 'partly-open', 'open'];

function toNodes(
  cluster: Cluster,
  shown: readonly NetworkWorkload[],
  groups: readonly Group[],
  matrix: VerdictMatrix,
): readonly GraphNode[] {
  const entrances = listOpenEntrances(cluster);
  const anyPod = matrix.findClass(ANY_POD);
  const byPlace = new Map(groups.flatMap(group => group.members.map(place => [place, group] as const)));
  const isOpen = new Map(groups.map(group => [group, matrix.list(anyPod, group.class).some(({ isAllowed }) => isAllowed)]));
  return shown.map(({ name, pod, workload }, place) => {
    const group = byPlace.get(place) as Group;
    const ways = entrances.get(name)?.map(({ verdict }) => verdict) ?? [];
    const entrance = OPENNESS.findLast(verdict => ways.includes(verdict));
    return {
      name,
      namespace: pod.namespace,
      kind: workload.object.kind,
      isolated: group.isolated,
      ...(entrance === undefined ? {} : { entrance }),
      openToCluster: isOpen.get(group) === true,
    };
  });
}
