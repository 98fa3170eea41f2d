import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';
import { toRecord } from '../raw.ts';
import { isEmptySelector, matchSelector } from '../selector.ts';
import { readCalicoPolicy } from './calico-policies.ts';
import { readCiliumPolicy } from './cilium-policies.ts';
import { type Isolation, toEffect } from './isolation-model.ts';
import { listLabelCandidates } from './label-candidates.ts';
import { readNamespaceLabels } from './network-peers.ts';
import { listPolicyTypes } from './network-policies.ts';
import { listRules } from './network-rules.ts';
import { reverseJoin, selectWorkloads } from './select.ts';
import { readTierPolicy } from './tier-policies.ts';

const CALICO_GROUPS = ['crd.projectcalico.org', 'projectcalico.org'];
const NAMESPACED = ['NetworkPolicy', 'CiliumNetworkPolicy.cilium.io', ...CALICO_GROUPS.map(group => `NetworkPolicy.${group}`)];
const TIERS = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'];
const CLUSTER_WIDE = ['CiliumClusterwideNetworkPolicy.cilium.io', ...CALICO_GROUPS.map(group => `GlobalNetworkPolicy.${group}`), ...TIERS];

/** The parts of a policy of any engine. */
function readPolicy(object: InventoryObject): readonly Isolation[] {
  const known = isolations.get(object) ?? toIsolations(object);
  isolations.set(object, known);
  return known;
}

/** A policy may be part of many sets. */
const isolations = new WeakMap<InventoryObject, readonly Isolation[]>();

function toIsolations(object: InventoryObject): readonly Isolation[] {
  if (object.group === 'cilium.io') return readCiliumPolicy(object);
  if (CALICO_GROUPS.includes(object.group)) return [readCalicoPolicy(object)];
  return [TIERS.includes(object.kind) ? readTierPolicy(object) : readNetworkPolicy(object)];
}

function readNetworkPolicy(object: InventoryObject): Isolation {
  const types = listPolicyTypes(object);
  const selector = object.spec['podSelector'];
  return {
    object,
    wanted: Object.entries(toRecord(toRecord(selector)['matchLabels'])),
    takes: pod => matchSelector(selector, pod.labels),
    takesEvery: () => isEmptySelector(selector),
    ingress: toEffect(types.includes('Ingress'), listRules(object, 'ingress')),
    egress: toEffect(types.includes('Egress'), listRules(object, 'egress')),
  };
}

function listClusterWide(inventory: Inventory): readonly Isolation[] {
  return inventory.join('isolations-cluster-wide', () => inventory.listKind(...CLUSTER_WIDE).flatMap(readPolicy));
}

function listNamespaced(inventory: Inventory): readonly Isolation[] {
  return inventory.join('isolations-namespaced', () => inventory.listKind(...NAMESPACED).flatMap(readPolicy));
}

/** Policies of every engine and tier that take a workload's pods; the reverse join is made once for the set. */
export function listWorkloadIsolations(inventory: Inventory, workload: Workload): readonly Isolation[] {
  const reverse = inventory.join('isolations-of-workloads', () =>
    reverseJoin([...listNamespaced(inventory), ...listClusterWide(inventory)], isolation => listIsolated(inventory, isolation)),
  );
  return reverse.get(workload) ?? [];
}

function listIsolated(inventory: Inventory, { object, wanted, takes }: Isolation): readonly Workload[] {
  const candidates = CLUSTER_WIDE.includes(object.kindName)
    ? listLabelCandidates(inventory, wanted)
    : selectWorkloads(inventory, object.namespace, { matchLabels: Object.fromEntries(wanted) });
  return candidates.filter(workload =>
    takes({ ...toNamespace(inventory, workload.object.namespace), labels: workload.pod.labels, account: workload.pod.accountName }),
  );
}

function toNamespace(inventory: Inventory, namespace: string) {
  return { namespace, namespaceLabels: readNamespaceLabels(inventory, namespace) };
}

/** Policies that reach into a namespace: its own ones, and those of the cluster that take all its pods or one of its workloads. */
export function listNamespaceIsolations(inventory: Inventory, namespace: string): readonly Isolation[] {
  const groups = inventory.join('isolations-by-namespace', () => Map.groupBy(listNamespaced(inventory), ({ object }) => object.namespace));
  const identity = toNamespace(inventory, namespace);
  const ofCluster = listClusterWide(inventory).filter(isolation => isolation.takesEvery(identity));
  const ofWorkloads = inventory.listWorkloads(namespace).flatMap(workload => listWorkloadIsolations(inventory, workload));
  return [...new Set([...(groups.get(namespace) ?? []), ...ofCluster, ...ofWorkloads])];
}

/** Whether some policy takes every pod of a namespace and allows nothing in one direction. */
export function hasDefaultDeny(inventory: Inventory, namespace: string, direction: 'ingress' | 'egress'): boolean {
  const identity = toNamespace(inventory, namespace);
  return listNamespaceIsolations(inventory, namespace).some(
    isolation => isolation[direction] === 'denies' && isolation.takesEvery(identity),
  );
}
