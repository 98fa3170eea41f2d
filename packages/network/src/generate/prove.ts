import { parseIpRange } from '@breakwater/inventory';
import { type ClusterDns, findDns } from '../cluster/dns.ts';
import type { Cluster } from '../cluster/read-cluster.ts';
import { ANY_POD } from '../connections/outside.ts';
import { VerdictMatrix } from '../connections/verdict-matrix.ts';
import { sortTiers } from '../evaluate/side.ts';
import { decide, type Rules } from '../evaluate/verdict.ts';
import type { Policy } from '../policy/normal-form.ts';
import { type End, type Pod, PROTOCOLS, toNamespaceLabels } from '../world.ts';
import type { Need, NeedPeer } from './need.ts';

/** What the policies do to connections between workloads: pairs of workload and port, counted. */
export interface Tightness {
  /** Allowed before them, allowed with them, and needed. */
  readonly before: number;
  readonly after: number;
  readonly needed: number;
  /** needed / after: 1 when nothing is open that is not needed. */
  readonly score: number;
}

export interface Proof {
  /** Needs that were possible and would not be any more: none, or the policies must not be used. */
  readonly cut: readonly Need[];
  /** Needs that were not possible before either, and are not now. */
  readonly neverPossible: readonly Need[];
  readonly tightness: Tightness;
}

/** Asks the evaluator about every need before and after. `before` are the policies that stay. */
export function prove(cluster: Cluster, needs: readonly Need[], before: readonly Policy[], after: readonly Policy[]): Proof {
  const [old, young] = [toRules(cluster, before), toRules(cluster, after)];
  const dns = findDns(cluster);
  const failed = needs.filter(need => !isPossible(need, young, dns));
  return {
    cut: failed.filter(need => isPossible(need, old, dns)),
    neverPossible: failed.filter(need => !isPossible(need, old, dns)),
    tightness: measure(cluster, needs, before, after),
  };
}

function toRules({ world }: Cluster, policies: readonly Policy[]): Rules {
  return { world: { nodes: world.nodes, namespaces: new WithNames(world.namespaces) }, tiers: sortTiers(policies) };
}

/** Namespaces that the set does not hold have their name as a label. */
class WithNames extends Map<string, Readonly<Record<string, string>>> {
  override get(name: string): Readonly<Record<string, string>> {
    return super.get(name) ?? toNamespaceLabels(name, {});
  }
}

function isPossible({ source, destination, protocol, port }: Need, rules: Rules, dns: ClusterDns): boolean {
  return listEnds(source, dns).every(from =>
    listEnds(destination, dns).every(to => decide(rules, from, to, { protocol, port }).upstream === 'allowed'),
  );
}

/** Samples of everybody: documentation prefixes, which no policy of this kind tells from other public addresses. */
const STRANGERS = ['203.0.113.1', '2001:db8::1'].flatMap((text): End[] => {
  const range = parseIpRange(text);
  return range === undefined ? [] : [{ kind: 'outside', range }];
});

function listEnds(peer: NeedPeer, dns: ClusterDns): readonly End[] {
  switch (peer.kind) {
    case 'workload':
      return [peer.workload.pod];
    case 'namespace':
      return [toPod(peer.namespace)];
    case 'address':
      return [{ kind: 'outside', range: peer.range }];
    case 'public':
      return STRANGERS;
    case 'cluster':
      return [ANY_POD];
    case 'anybody':
      return [ANY_POD, ...STRANGERS];
    case 'dns':
      return dns.pods;
  }
}

function toPod(namespace: string): Pod {
  return { kind: 'pod', namespace, name: '', labels: {}, addresses: [], ports: [], hostNetwork: false };
}

function measure(cluster: Cluster, needs: readonly Need[], before: readonly Policy[], after: readonly Policy[]): Tightness {
  const needed = new Set(
    needs.flatMap(({ source, destination, protocol, port }) =>
      source.kind === 'workload' && destination.kind === 'workload'
        ? [`${source.workload.name} ${destination.workload.name} ${protocol} ${port}`]
        : [],
    ),
  ).size;
  const [old, young] = [countAllowed(cluster, before), countAllowed(cluster, after)];
  return { before: old, after: young, needed, score: young === 0 ? 1 : needed / young };
}

/** Ports that workloads may use of each other; open pairs count all of them. */
function countAllowed({ workloads, world }: Cluster, policies: readonly Policy[]): number {
  if (policies.length === 0) return workloads.length * (workloads.length - 1) * PROTOCOLS.length * 65_535;
  const matrix = new VerdictMatrix(
    workloads.map(({ pod }) => pod),
    policies,
    world,
  );
  const known = new Map<string, number>();
  const count = (from: number, to: number): number => {
    const key = `${from} ${to}`;
    const ports =
      known.get(key) ?? matrix.list(from, to).reduce((sum, { atom, isAllowed }) => sum + (isAllowed ? atom.to - atom.from + 1 : 0), 0);
    known.set(key, ports);
    return ports;
  };
  const classes = workloads.map(({ pod }) => matrix.findClass(pod));
  let total = 0;
  for (const [index, from] of classes.entries()) {
    for (const [other, to] of classes.entries()) if (index !== other) total += count(from, to);
  }
  return total;
}
