import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import { listBindings, listRules } from '../joins/rbac.ts';
import { isShippedRole } from '../joins/shipped.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps, type Rule } from '../model/rule.ts';

function listRoleBindings(role: InventoryObject, inventory: Inventory) {
  return listBindings(inventory).filter(
    binding =>
      binding.bound &&
      binding.roleKind === role.kind &&
      binding.roleName === role.name &&
      (role.kind === 'ClusterRole' || binding.object.namespace === role.namespace),
  );
}

const ofRole = defineFacts<InventoryObject>('Role', {
  kind: { type: 'string', doc: 'Role or ClusterRole', source: 'kind', native: 'object.kind', get: r => r.kind },
  name: {
    type: 'string',
    doc: 'Name',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: r => r.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace of a Role',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: r => r.namespace,
  },
  labels: {
    type: 'map(string, string)',
    doc: 'Labels',
    source: 'metadata.labels',
    native: 'object.?metadata.?labels.orValue({})',
    get: r => r.labels,
  },
  shipped: {
    type: 'bool',
    doc: 'Created by Kubernetes or kubeadm, and without a power that the shipped one lacks',
    source: 'label kubernetes.io/bootstrapping, names system:* and kubeadm:*, what is known of the shipped ones',
    get: (r, inventory) => isShippedRole(inventory, r),
  },
  rules: {
    type: 'list(Rule)',
    doc: 'Rules, composed by the aggregation rule',
    source: 'rules, aggregationRule',
    get: (r, inventory) => listRules(inventory, r),
  },
  bindings: { type: 'list(Binding)', doc: 'Bindings of the set that refer to it', source: 'roleRef of bindings', get: listRoleBindings },
});

const ofRule = defineFacts<Rule>('Rule', {
  verbs: { type: 'list(string)', doc: 'Verbs', source: 'rules[].verbs', get: r => r.verbs },
  apiGroups: { type: 'list(string)', doc: 'API groups, empty text for core', source: 'rules[].apiGroups', get: r => r.apiGroups },
  resources: {
    type: 'list(string)',
    doc: 'Resources, with sub-resources as pods/exec',
    source: 'rules[].resources',
    get: r => r.resources,
  },
  resourceNames: {
    type: 'list(string)',
    doc: 'Names that it is limited to; empty for all',
    source: 'rules[].resourceNames',
    get: r => r.resourceNames,
  },
  nonResourceURLs: {
    type: 'list(string)',
    doc: 'URLs outside the resource tree',
    source: 'rules[].nonResourceURLs',
    get: r => r.nonResourceURLs,
  },
  path: {
    type: 'string',
    doc: 'Place in the role, as rules[0]; empty for rules of shipped or aggregated roles',
    source: 'rules',
    get: r => formatSteps(r.path),
  },
});

export const facts = [...ofRole, ...ofRule];
