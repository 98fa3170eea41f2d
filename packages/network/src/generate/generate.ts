import { nameObject } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { findDns } from '../cluster/dns.ts';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import type { NetworkErrorCode } from '../errors.ts';
import type { Policy } from '../policy/normal-form.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { PROTOCOLS } from '../world.ts';
import { buildPolicies, MADE_BY, type MadePolicy, type Scope } from './build-policies.ts';
import type { Need, NeedPeer } from './need.ts';
import { prove, type Tightness } from './prove.ts';
import { PeerWriter } from './to-peer.ts';

export interface GenerateOptions {
  /** Whether a workload is to get a policy. */
  readonly isWanted: (workload: NetworkWorkload) => boolean;
  /** Whether the rest of each namespace is denied; only where all of its workloads are wanted. */
  readonly denyRest: boolean;
  /** What becomes of the NetworkPolicies that are there: kept beside the new ones, or given up for them. */
  readonly existing: 'keep' | 'replace';
  /** Namespaces without workloads whose rest is denied too. */
  readonly emptyNamespaces?: readonly string[];
}

export interface Generated {
  /** In the order in which they are to be applied; empty when they would cut what is needed. */
  readonly policies: readonly MadePolicy[];
  /** NetworkPolicies that are given up: to be deleted last. */
  readonly deleted: readonly string[];
  readonly tightness: Tightness;
  /** Workloads that get none, and why. */
  readonly skipped: readonly { readonly workload: string; readonly reason: string }[];
  /** What a reader has to know before applying. */
  readonly remarks: readonly string[];
  readonly problems: readonly Problem[];
}

/** Makes the policies that some needs ask for, and proves that none of what was possible of them is cut. */
export function generatePolicies(cluster: Cluster, found: readonly Need[], options: GenerateOptions): Generated {
  const { scope, skipped } = toScope(cluster, options);
  const needs = [...dropHostNetwork(found), ...listDnsNeeds(cluster, scope, found)];
  const made = buildPolicies(cluster, scope, needs);
  const { policies, problems } = readPolicies(made.map(({ object }) => object as unknown as Readonly<Record<string, unknown>>));
  const { kept, deleted } = splitExisting(cluster, options);
  const proof = prove(cluster, needs, kept, [...kept, ...policies]);
  const unsound = [...problems, ...proof.cut.map(describeCut)];
  return {
    policies: unsound.length > 0 ? [] : made,
    deleted: unsound.length > 0 ? [] : deleted.map(({ source }) => nameObject(source)),
    tightness: proof.tightness,
    skipped,
    remarks: [
      ...proof.neverPossible.map(describeNeverPossible),
      ...describeShared(cluster, scope),
      ...describeHostNetwork(found),
      ...describeDns(cluster),
    ],
    problems: unsound,
  };
}

function toScope(
  cluster: Cluster,
  { isWanted, denyRest, emptyNamespaces = [] }: GenerateOptions,
): { readonly scope: Scope; readonly skipped: Generated['skipped'] } {
  const { workloads } = cluster;
  const wanted = workloads.filter(isWanted);
  const able = wanted.filter(({ pod }) => !pod.hostNetwork);
  const skipped = [
    ...workloads.filter(entry => !isWanted(entry)).map(({ name }) => ({ workload: name, reason: 'not asked for' })),
    ...wanted
      .filter(({ pod }) => pod.hostNetwork)
      .map(({ name }) => ({ workload: name, reason: 'uses the network of its node, where policies do not apply' })),
  ];
  const partial = new Set(workloads.filter(entry => !isWanted(entry)).map(({ pod }) => pod.namespace));
  // Pods that are there and not in the set would be cut off: those of the DNS, of which nothing works without.
  const dns = findDns(cluster);
  const hidden = new Set(dns.isKnown ? [] : dns.pods.map(({ namespace }) => namespace));
  const used = [...able.map(({ pod }) => pod.namespace), ...emptyNamespaces];
  const namespaces = [...new Set(used)].filter(name => denyRest && !partial.has(name) && !hidden.has(name));
  return { scope: { workloads: able, namespaces: namespaces.toSorted() }, skipped };
}

/** Selectors do not reach pods on the network of their node. */
function dropHostNetwork(needs: readonly Need[]): readonly Need[] {
  return needs.filter(({ source, destination }) => !isHostNetwork(source) && !isHostNetwork(destination));
}

function isHostNetwork(peer: NeedPeer): boolean {
  return peer.kind === 'workload' && peer.workload.pod.hostNetwork;
}

/** Whoever connects to anybody asks for names, over UDP and, for long answers, over TCP; and every pod of the cluster may. */
function listDnsNeeds(cluster: Cluster, { workloads }: Scope, needs: readonly Need[]): readonly Need[] {
  const connecting = new Set(needs.flatMap(({ source }) => (source.kind === 'workload' ? [source.workload] : [])));
  const dns = findDns(cluster);
  const ports = dns.ports.flatMap(({ protocol: name, port }) => {
    const protocol = PROTOCOLS.find(known => known === name);
    return protocol === undefined ? [] : [{ protocol, port, because: 'names' }];
  });
  const servers = workloads.filter(({ pod }) => dns.pods.includes(pod));
  const askers = workloads.filter(entry => connecting.has(entry) && !dns.pods.includes(entry.pod));
  return ports.flatMap(port => [
    ...askers.map((workload): Need => ({ source: { kind: 'workload', workload }, destination: { kind: 'dns' }, ...port })),
    ...servers.map((workload): Need => ({ source: { kind: 'cluster' }, destination: { kind: 'workload', workload }, ...port })),
  ]);
}

/** Policies that were made before are made anew, so they never stay. */
function splitExisting(
  { policies, inventory }: Cluster,
  { existing }: GenerateOptions,
): { readonly kept: readonly Policy[]; readonly deleted: readonly Policy[] } {
  const isMade = ({ source }: Policy): boolean => {
    const labels = inventory.find(source.kind, source.namespace, source.name)?.labels ?? {};
    return Object.entries(MADE_BY).every(([key, value]) => labels[key] === value);
  };
  const others = policies.filter(policy => !isMade(policy));
  if (existing === 'keep') return { kept: others, deleted: [] };
  return { kept: others.filter(({ tier }) => tier !== 'NetworkPolicy'), deleted: others.filter(({ tier }) => tier === 'NetworkPolicy') };
}

function describeCut(need: Need): Problem {
  const code: NetworkErrorCode = 'policy-unsound';
  return {
    code,
    message: `The policies would cut ${describeNeed(need)}, so they are not given out. This is a fault of Breakwater or of labels that cannot tell workloads apart.`,
    source: 'network generate',
  };
}

function describeNeverPossible(need: Need): string {
  return `${describeNeed(need)} is not possible by the policies that stay, and remains so`;
}

function describeNeed({ source, destination, protocol, port, because }: Need): string {
  return `${formatNeedPeer(source)} → ${formatNeedPeer(destination)} ${protocol} ${port} (${because})`;
}

function formatNeedPeer(peer: NeedPeer): string {
  if (peer.kind === 'workload') return peer.workload.name;
  return peer.kind === 'namespace' ? `namespace ${peer.namespace}` : peer.kind;
}

function describeShared(cluster: Cluster, { workloads }: Scope): readonly string[] {
  const writer = new PeerWriter(cluster);
  return workloads.flatMap(entry => {
    const { others } = writer.select(entry);
    return others.length === 0 ? [] : [`no stable labels tell ${entry.name} from ${others.join(', ')}: they get what each of them needs`];
  });
}

function describeHostNetwork(needs: readonly Need[]): readonly string[] {
  const names = needs.flatMap(({ source, destination }) =>
    [source, destination].flatMap(peer => (peer.kind === 'workload' && peer.workload.pod.hostNetwork ? [peer.workload.name] : [])),
  );
  return [...new Set(names)].map(
    name => `connections with ${name} are those of its node, which selectors cannot name: they are not opened`,
  );
}

function describeDns(cluster: Cluster): readonly string[] {
  return findDns(cluster).isKnown
    ? []
    : ['the DNS of the cluster is not in the set: k8s-app=kube-dns in kube-system with port 53 is assumed'];
}
