import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';
import { toList, toTexts } from '../raw.ts';
import { isEmptySelector } from '../selector.ts';
import { reverseJoin, selectWorkloads } from './select.ts';

/** Kinds of other engines and of the cluster-wide API; one of them in the set means that isolation may come from there. */
const OTHER_POLICY_KINDS = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumNetworkPolicy.cilium.io',
  'CiliumClusterwideNetworkPolicy.cilium.io',
  'GlobalNetworkPolicy.crd.projectcalico.org',
  'GlobalNetworkPolicy.projectcalico.org',
  'NetworkPolicy.crd.projectcalico.org',
  'NetworkPolicy.projectcalico.org',
] as const;

/** NetworkPolicies of the pod's namespace that select it. */
export function listWorkloadPolicies(inventory: Inventory, workload: Workload): readonly InventoryObject[] {
  const reverse = inventory.join('policies-of-workloads', () =>
    reverseJoin(inventory.listKind('NetworkPolicy'), policy => listPolicyWorkloads(inventory, policy)),
  );
  return reverse.get(workload) ?? [];
}

/** Workloads of its namespace that a NetworkPolicy selects. */
export function listPolicyWorkloads(inventory: Inventory, policy: InventoryObject): readonly Workload[] {
  return selectWorkloads(inventory, policy.namespace, policy.spec['podSelector']);
}

export function listNamespacePolicies(inventory: Inventory, namespace: string): readonly InventoryObject[] {
  return inventory.listInNamespace(namespace, 'NetworkPolicy');
}

/** Directions that a NetworkPolicy isolates: `policyTypes`, by default Ingress and, with an egress rule, Egress. */
export function listPolicyTypes(policy: InventoryObject): readonly string[] {
  const written = toTexts(policy.spec['policyTypes']);
  if (written.length > 0) return written;
  return toList(policy.spec['egress']).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** Policies of other engines and tiers that may apply in a namespace: cluster-wide ones, and those of the namespace. */
export function listOtherPolicies(inventory: Inventory, namespace: string): readonly InventoryObject[] {
  return inventory.listKind(...OTHER_POLICY_KINDS).filter(policy => policy.namespace === '' || policy.namespace === namespace);
}

/** Whether a policy takes every pod of its namespace and allows nothing in one direction. */
export function isDefaultDeny(policy: InventoryObject, direction: 'Ingress' | 'Egress'): boolean {
  const rules = policy.spec[direction.toLowerCase()];
  return (
    isEmptySelector(policy.spec['podSelector']) &&
    listPolicyTypes(policy).includes(direction) &&
    (!Array.isArray(rules) || rules.length === 0)
  );
}
