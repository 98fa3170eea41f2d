import { parseIpRange } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import type { NetworkErrorCode } from '../errors.ts';
import type { End, Pod } from '../world.ts';
import { type FlowPeer, formatPeer, type ObservedFlow } from './flow.ts';

/** A flow whose ends are known. */
export interface ResolvedFlow {
  readonly flow: ObservedFlow;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
}

export interface FlowEnd {
  readonly end: End;
  /** Undefined for addresses, and for pods of namespaces that the set does not hold. */
  readonly workload?: NetworkWorkload;
}

export interface ResolvedFlows {
  readonly flows: readonly ResolvedFlow[];
  readonly problems: readonly Problem[];
}

const MAX_PROBLEMS = 20;

/** Looks up both ends; what is of the set's namespaces and still unknown cannot be judged, and is told. */
export function resolveFlows(flows: readonly ObservedFlow[], cluster: Cluster): ResolvedFlows {
  const resolved: ResolvedFlow[] = [];
  const unknown = new Map<string, Problem>();
  const resolve = createResolver(cluster);
  for (const flow of flows) {
    const [source, destination] = [resolve(flow.src), resolve(flow.dst)];
    if (source !== undefined && destination !== undefined) resolved.push({ flow, source, destination });
    else for (const peer of [flow.src, flow.dst]) if (resolve(peer) === undefined) unknown.set(formatPeer(peer), describeUnknown(peer));
  }
  return { flows: resolved, problems: [...unknown.values()].slice(0, MAX_PROBLEMS) };
}

function createResolver({ workloads, world }: Cluster): (peer: FlowPeer) => FlowEnd | undefined {
  const byNamespace = Map.groupBy(workloads, ({ pod }) => pod.namespace);
  const known = new Map<string, FlowEnd | undefined>();
  const find = (peer: FlowPeer): FlowEnd | undefined => {
    if ('address' in peer) return findAddress(peer.address, workloads, world);
    const workload = findWorkload(peer.workload, byNamespace.get(peer.namespace) ?? []);
    if (workload !== undefined) return { end: workload.pod, workload };
    return world.namespaces.has(peer.namespace) ? undefined : { end: toStranger(peer.namespace, peer.workload) };
  };
  return peer => {
    const key = formatPeer(peer);
    if (!known.has(key)) known.set(key, find(peer));
    return known.get(key);
  };
}

/** A workload by its name, or by the name of one of its pods, which begins with it. */
function findWorkload(name: string, workloads: readonly NetworkWorkload[]): NetworkWorkload | undefined {
  const exact = workloads.find(({ pod }) => pod.name === name);
  if (exact !== undefined) return exact;
  const owners = workloads.filter(({ pod }) => name.startsWith(`${pod.name}-`));
  return owners.toSorted((a, b) => b.pod.name.length - a.pod.name.length)[0];
}

function findAddress(text: string, workloads: readonly NetworkWorkload[], { nodes }: Cluster['world']): FlowEnd | undefined {
  const range = parseIpRange(text);
  if (range === undefined || text.includes('/')) return undefined;
  const isOwn = ({ addresses }: { readonly addresses: Pod['addresses'] }): boolean =>
    addresses.some(({ family, bits }) => family === range.family && bits === range.bits);
  const workload = workloads.find(({ pod }) => isOwn(pod));
  if (workload !== undefined) return { end: workload.pod, workload };
  return { end: nodes.find(isOwn) ?? { kind: 'outside', range } };
}

/** A pod of a namespace that is not in the set: where it is, is known, and no more. */
function toStranger(namespace: string, name: string): Pod {
  return { kind: 'pod', namespace, name, labels: {}, addresses: [], ports: [], hostNetwork: false, isUnknown: true };
}

function describeUnknown(peer: FlowPeer): Problem {
  const code: NetworkErrorCode = 'flow-unresolved';
  return {
    code,
    message: `Flows name ${formatPeer(peer).slice(0, 200)}, which the set does not hold: they are left out.`,
    source: formatPeer(peer).slice(0, 200),
  };
}
