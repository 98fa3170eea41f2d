import {
  type Inventory,
  type InventoryObject,
  nameObject,
  toRecord,
  toRecords,
  toText,
  toTextMap,
  type Workload,
} from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import type { PodSelection, Policy } from '../policy/normal-form.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { type Labels, type Node, type Pod, toNamespaceLabels, type World } from '../world.ts';
import { findUnreadPolicies } from './unread-policies.ts';
import { isFinished, readAddress, toPod } from './workload-pod.ts';

/** A workload as policies see it: all of its pods are alike. */
export interface NetworkWorkload {
  /** `namespace/name[Kind]` */
  readonly name: string;
  readonly pod: Pod;
  readonly workload: Workload;
}

/** What a set of objects says about who reaches whom. */
export interface Cluster {
  readonly inventory: Inventory;
  /** Sorted by name. */
  readonly workloads: readonly NetworkWorkload[];
  readonly world: World;
  readonly policies: readonly Policy[];
  readonly problems: readonly Problem[];
}

/** Templates from which others are made run nothing themselves. */
const NEVER_RUN = new Set(['PodTemplate', 'SandboxTemplate']);

/** Workloads, namespaces, nodes and policies of a set; pods that have ended are left out, since their addresses are used again. */
export function readCluster(inventory: Inventory): Cluster {
  const running = inventory.workloads.filter(({ object }) => !NEVER_RUN.has(object.kind) && !isFinished(object));
  const workloads = running
    .map((workload): NetworkWorkload => ({ name: nameWorkload(workload.object), pod: toPod(workload), workload }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { policies, problems } = readPolicies(inventory.objects.map(({ raw, namespace }) => withNamespace(raw, namespace)));
  const unread = findUnreadPolicies(inventory, workloads, policies);
  const namespaces = readNamespaces(inventory, workloads);
  return {
    inventory,
    workloads,
    world: { namespaces, nodes: inventory.listKind('Node').map(readNode), isTouched: unread.isTouched },
    policies,
    problems: [...problems, ...unread.problems, ...describeUnknownLabels(inventory, policies, namespaces)],
  };
}

/** The same cluster under other policies. */
export function withPolicies(cluster: Cluster, policies: readonly Policy[]): Cluster {
  return { ...cluster, policies };
}

/** Policies with others in the place of those of the same kind and name, or beside them. */
export function replacePolicies(policies: readonly Policy[], proposed: readonly Policy[]): readonly Policy[] {
  const names = new Set(proposed.map(({ source }) => nameObject(source)));
  return [...policies.filter(({ source }) => !names.has(nameObject(source))), ...proposed];
}

export function nameWorkload({ namespace, name, kind }: Pick<InventoryObject, 'namespace' | 'name' | 'kind'>): string {
  return `${namespace}/${name}[${kind}]`;
}

/** The namespace that the reader of the set gave to objects without one. */
function withNamespace(raw: InventoryObject['raw'], namespace: string): InventoryObject['raw'] {
  const metadata = toRecord(raw['metadata']);
  return toText(metadata['namespace']) === '' && namespace !== '' ? { ...raw, metadata: { ...metadata, namespace } } : raw;
}

function readNamespaces(inventory: Inventory, workloads: readonly NetworkWorkload[]): ReadonlyMap<string, Labels> {
  const used = workloads.map(({ pod }): [string, Labels] => [pod.namespace, toNamespaceLabels(pod.namespace, {})]);
  const given = inventory.listKind('Namespace').map(({ name, labels }): [string, Labels] => [name, toNamespaceLabels(name, labels)]);
  return new Map([...used, ...given]);
}

function readNode(object: InventoryObject): Node {
  const addresses = toRecords(toRecord(object.raw['status'])['addresses']).flatMap(({ address }) => readAddress(address));
  return { kind: 'node', name: object.name, labels: toTextMap(object.metadata['labels']), addresses };
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** A selector over labels of a namespace that is not in the set selects by guess. */
function describeUnknownLabels(
  inventory: Inventory,
  policies: readonly Policy[],
  namespaces: ReadonlyMap<string, Labels>,
): readonly Problem[] {
  const unknown = [...namespaces.keys()].filter(name => inventory.find('Namespace', '', name) === undefined);
  if (!policies.some(asksForLabels)) return [];
  return unknown.toSorted().map(name => ({
    code: 'namespace-labels-unknown',
    message: `The set has no Namespace ${name}, and policies select namespaces by their labels: only its name is known. Add the Namespace object.`,
    source: `Namespace ${name}`,
  }));
}

/** Whether a policy selects namespaces by a label that is not their name. */
function asksForLabels({ subject, ingress, egress }: Policy): boolean {
  const peers = [...(ingress ?? []), ...(egress ?? [])].flatMap(rule => rule.peers ?? []);
  return asksFor(subject) || peers.some(peer => peer.kind === 'pods' && asksFor(peer.selection));
}

function asksFor({ namespaces, sameLabels, notSameLabels }: PodSelection): boolean {
  const keys = [...(namespaces?.requirements ?? []).map(({ key }) => key), ...(sameLabels ?? []), ...(notSameLabels ?? [])];
  return keys.some(key => key !== NAME_LABEL);
}
