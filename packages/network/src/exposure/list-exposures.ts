import { formatInterval, mergeIntervals, subtractRanges } from '../addresses.ts';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import { ANY_POD, INGRESS_CONTROLLER } from '../connections/outside.ts';
import { formatPorts } from '../connections/port-sets.ts';
import { VerdictMatrix } from '../connections/verdict-matrix.ts';
import type { AddressAtom } from '../engine/address-atoms.ts';
import type { PortAtom } from '../engine/port-atoms.ts';
import { isSelected } from '../evaluate/match.ts';
import { isTouched } from '../evaluate/verdict.ts';
import type { Direction, PodSelection } from '../policy/normal-form.ts';
import type { End } from '../world.ts';
import { describeSelection } from './describe-selection.ts';
import { type Entrance, listEntrances } from './entrances.ts';

export type EntranceVerdict = 'open' | 'partly-open' | 'closed' | 'implementation-defined';

/** An entrance and what policies make of it. */
export interface OpenedEntrance extends Omit<Entrance, 'workload' | 'ranges'> {
  readonly verdict: EntranceVerdict;
  /** Addresses that policies let through, where they come from outside; those of a load balancer may have been translated. */
  readonly sources: readonly string[];
}

/** Ports by protocol, as `TCP 80,443`. */
export type PortTexts = readonly string[];

/** Everything from which one workload can be reached, or to which it can connect, beyond what exists today. */
export interface WorkloadExposure {
  readonly workload: string;
  readonly entrances: readonly OpenedEntrance[];
  /** What any pod of any namespace, whatever its labels, may connect to. */
  readonly wholeCluster: PortTexts;
  /** Directions in which no policy isolates it. */
  readonly unprotected: readonly Direction[];
  /** Peers that rules name and that no workload of the set is: whoever makes such a pod is let in. */
  readonly potentialPeers: readonly { readonly direction: Direction; readonly peer: string }[];
}

/** Where each workload is open, by its own policies and those of the cluster. */
export function listExposedWorkloads(cluster: Cluster): readonly WorkloadExposure[] {
  const { workloads, policies, world } = cluster;
  const matrix = new VerdictMatrix([...workloads.map(({ pod }) => pod), INGRESS_CONTROLLER, ANY_POD], policies, world);
  const entrances = Map.groupBy(listEntrances(cluster), ({ workload }) => workload);
  return workloads.map(entry => ({
    workload: entry.name,
    entrances: (entrances.get(entry) ?? []).map(entrance => judge(entrance, matrix, cluster)),
    wholeCluster: listOpenPorts(matrix, entry),
    unprotected: (['ingress', 'egress'] as const).filter(direction => !isIsolated(cluster, entry, direction)),
    potentialPeers: listPotentialPeers(cluster, entry),
  }));
}

/** The ways from outside to each workload that has any, by the name of the workload, as policies leave them. */
export function listOpenEntrances(cluster: Cluster): ReadonlyMap<string, readonly OpenedEntrance[]> {
  const entrances = listEntrances(cluster);
  if (entrances.length === 0) return new Map();
  const pods = new Set(entrances.map(({ workload }) => workload.pod));
  const matrix = new VerdictMatrix([...pods, INGRESS_CONTROLLER], cluster.policies, cluster.world);
  const judged = entrances.map(entrance => [entrance.workload.name, judge(entrance, matrix, cluster)] as const);
  return new Map([...Map.groupBy(judged, ([name]) => name)].map(([name, group]) => [name, group.map(([, entrance]) => entrance)]));
}

function judge(entrance: Entrance, matrix: VerdictMatrix, cluster: Cluster): OpenedEntrance {
  const { workload, ranges: _ranges, ...rest } = entrance;
  const sources = listSources(entrance, matrix);
  const target = matrix.findClass(workload.pod);
  const verdicts = sources.map(source => ({
    source,
    verdict: matrix.list(source, target).find(({ atom }) => holds(atom, entrance)),
  }));
  const open = verdicts.filter(({ verdict }) => verdict?.isAllowed === true).map(({ source }) => source);
  const isDoubtful = verdicts.some(({ verdict }) => (verdict?.doubts.length ?? 0) > 0) || isTouched(cluster.world, ANY_POD, workload.pod);
  const verdict = isDoubtful
    ? 'implementation-defined'
    : open.length === 0
      ? 'closed'
      : open.length < verdicts.length
        ? 'partly-open'
        : 'open';
  return { ...rest, verdict, sources: formatSources(open.flatMap(source => matrix.classes[source]?.end ?? [])) };
}

/** Classes that traffic through an entrance may come from. */
function listSources({ from }: Entrance, matrix: VerdictMatrix): readonly number[] {
  if (from === 'ingress-controller') return [matrix.findClass(INGRESS_CONTROLLER)];
  return [...matrix.classes.keys()].filter(index => matrix.classes[index]?.end.kind === 'outside');
}

function formatSources(ends: readonly End[]): readonly string[] {
  const intervals = ends.flatMap(end => (end.kind === 'outside' ? subtractRanges(end.range, (end as AddressAtom).without) : []));
  return mergeIntervals(intervals).map(formatInterval);
}

function holds({ protocol, from, to }: PortAtom, entrance: Entrance): boolean {
  return protocol === entrance.protocol && from <= entrance.port && entrance.port <= to;
}

function listOpenPorts(matrix: VerdictMatrix, { pod }: NetworkWorkload): PortTexts {
  const open = matrix.list(matrix.findClass(ANY_POD), matrix.findClass(pod)).filter(({ isAllowed }) => isAllowed);
  const groups = Map.groupBy(open, ({ atom }) => atom.protocol);
  return [...groups].map(([protocol, verdicts]) => `${protocol} ${formatPorts(verdicts.map(({ atom }) => atom))}`);
}

/** Whether some policy limits a direction: a NetworkPolicy that isolates, or a tiered one that denies something. */
export function isIsolated({ policies, world }: Cluster, { pod }: NetworkWorkload, direction: Direction): boolean {
  if (pod.hostNetwork) return false;
  return policies.some(policy => {
    const rules = policy[direction];
    const isLimiting = policy.tier === 'NetworkPolicy' ? rules !== undefined : (rules ?? []).some(({ action }) => action === 'Deny');
    return isLimiting && isSelected(pod, policy.subject, world);
  });
}

function listPotentialPeers(cluster: Cluster, { pod }: NetworkWorkload): WorkloadExposure['potentialPeers'] {
  const { policies, world, workloads } = cluster;
  const isMet = (selection: PodSelection): boolean => workloads.some(other => isSelected(other.pod, selection, world, pod));
  const selecting = policies.filter(policy => !pod.hostNetwork && isSelected(pod, policy.subject, world));
  const found = selecting.flatMap(policy =>
    (['ingress', 'egress'] as const).flatMap(direction =>
      (policy[direction] ?? [])
        .filter(({ action }) => action === 'Allow')
        .flatMap(({ peers = [] }) => peers)
        .flatMap(peer => (peer.kind === 'pods' && !isMet(peer.selection) ? [{ direction, peer: describeSelection(peer.selection) }] : [])),
    ),
  );
  return [...new Map(found.map(entry => [`${entry.direction} ${entry.peer}`, entry])).values()];
}
