import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import type { Need, NeedPeer } from './need.ts';
import { PeerWriter, type WrittenPeers } from './to-peer.ts';

/** The label by which policies that were made are known again, and replaced. */
export const MADE_BY = { 'app.kubernetes.io/managed-by': 'breakwater' } as const;

export interface MadePolicy {
  readonly object: NetworkPolicyObject;
  /** The workload that it is for; undefined for the policy that denies what no other allows. */
  readonly workload?: string;
  readonly reasons: readonly RuleReason[];
}

export interface NetworkPolicyObject {
  readonly apiVersion: 'networking.k8s.io/v1';
  readonly kind: 'NetworkPolicy';
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: typeof MADE_BY };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What a rule rests on. */
export interface RuleReason {
  /** `ingress[0]` */
  readonly rule: string;
  readonly because: readonly string[];
}

export interface Scope {
  /** Workloads that get a policy. */
  readonly workloads: readonly NetworkWorkload[];
  /** Namespaces that get a policy that denies the rest. */
  readonly namespaces: readonly string[];
}

/** One policy for each workload, sorted by name, and one for each namespace that denies the rest: to be applied in this order. */
export function buildPolicies(cluster: Cluster, scope: Scope, needs: readonly Need[]): readonly MadePolicy[] {
  const writer = new PeerWriter(cluster);
  const incoming = groupBy(needs, ({ destination }) => destination);
  const outgoing = groupBy(needs, ({ source }) => source);
  const names = nameAll(scope.workloads);
  return [
    ...scope.workloads.map(entry => {
      const ingress = writeRules('ingress', incoming.get(entry) ?? [], entry, writer);
      const egress = writeRules('egress', outgoing.get(entry) ?? [], entry, writer);
      const { labels } = writer.select(entry);
      return {
        object: toObject(names.get(entry) ?? '', entry.pod.namespace, {
          podSelector: Object.keys(labels).length === 0 ? {} : { matchLabels: labels },
          policyTypes: ['Ingress', 'Egress'],
          ...(ingress.rules.length === 0 ? {} : { ingress: ingress.rules }),
          ...(egress.rules.length === 0 ? {} : { egress: egress.rules }),
        }),
        workload: entry.name,
        reasons: [...ingress.reasons, ...egress.reasons],
      };
    }),
    ...scope.namespaces.map(namespace => ({
      object: toObject('breakwater-default-deny', namespace, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
      reasons: [],
    })),
  ];
}

function groupBy(needs: readonly Need[], side: (need: Need) => NeedPeer): ReadonlyMap<NetworkWorkload, readonly Need[]> {
  const groups = new Map<NetworkWorkload, Need[]>();
  for (const need of needs) {
    const peer = side(need);
    if (peer.kind !== 'workload') continue;
    const known = groups.get(peer.workload);
    if (known === undefined) groups.set(peer.workload, [need]);
    else known.push(need);
  }
  return groups;
}

function toObject(name: string, namespace: string, spec: NetworkPolicyObject['spec']): NetworkPolicyObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace, labels: MADE_BY }, spec };
}

const MAX_NAME = 253;

/** By the workload's name; with its kind where two share one. */
function nameAll(workloads: readonly NetworkWorkload[]): ReadonlyMap<NetworkWorkload, string> {
  const groups = Map.groupBy(workloads, ({ pod }) => `${pod.namespace}/${pod.name}`);
  return new Map(
    [...groups.values()].flatMap(group =>
      group.map(entry => {
        const kind = group.length === 1 ? '' : `-${entry.workload.object.kind.toLowerCase()}`;
        return [entry, `breakwater-${entry.pod.name}${kind}`.slice(0, MAX_NAME)] as const;
      }),
    ),
  );
}

interface WrittenRules {
  readonly rules: readonly object[];
  readonly reasons: readonly RuleReason[];
}

interface PeerNeeds {
  readonly peers: WrittenPeers;
  readonly ports: Map<string, { readonly protocol: string; readonly port: number }>;
  readonly because: Set<string>;
}

/** Peers with the same ports share a rule; everything is sorted, so that a small change of needs is a small change of policies. */
function writeRules(direction: 'ingress' | 'egress', needs: readonly Need[], entry: NetworkWorkload, writer: PeerWriter): WrittenRules {
  const byPeer = new Map<string, PeerNeeds>();
  for (const { source, destination, protocol, port, because } of needs) {
    const peers = writer.write(direction === 'ingress' ? source : destination, entry.pod.namespace);
    const key = JSON.stringify(peers) ?? '';
    const known = byPeer.get(key) ?? { peers, ports: new Map(), because: new Set() };
    known.ports.set(`${protocol} ${String(port).padStart(5, '0')}`, { protocol, port });
    known.because.add(because);
    byPeer.set(key, known);
  }
  const sorted = [...byPeer].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, peer]) => peer);
  const groups = Map.groupBy(sorted, ({ peers, ports }) => `${peers === undefined} ${[...ports.keys()].toSorted().join()}`);
  const rules = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return {
    rules: rules.map(group => writeRule(direction, group)),
    reasons: rules.map((group, index) => ({
      rule: `${direction}[${index}]`,
      because: [...new Set(group.flatMap(peer => [...peer.because]))].toSorted(),
    })),
  };
}

function writeRule(direction: 'ingress' | 'egress', group: readonly PeerNeeds[]): object {
  const peers = group.flatMap(entry => entry.peers ?? []);
  const ports = [...(group[0]?.ports ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
  return { ...(peers.length === 0 ? {} : { [direction === 'ingress' ? 'from' : 'to']: peers }), ports };
}
