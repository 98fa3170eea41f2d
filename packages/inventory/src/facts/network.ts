import { defineFacts } from '../fact.ts';
import { isDefaultDeny, listPolicyTypes, listPolicyWorkloads } from '../joins/network-policies.ts';
import type { InventoryObject } from '../model/object.ts';
import { toList } from '../raw.ts';

export const facts = defineFacts<InventoryObject>('Network', {
  kind: { type: 'string', doc: 'Kind of the policy', source: 'kind', native: 'object.kind', get: n => n.kind },
  name: {
    type: 'string',
    doc: 'Name',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: n => n.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: n => n.namespace,
  },
  policyTypes: {
    type: 'list(string)',
    doc: 'Directions that it isolates',
    source: 'spec.policyTypes, default Ingress, with an egress rule also Egress',
    native:
      "size(object.?spec.?policyTypes.orValue([])) > 0 ? object.spec.policyTypes : size(object.?spec.?egress.orValue([])) > 0 ? ['Ingress', 'Egress'] : ['Ingress']",
    get: n => listPolicyTypes(n),
  },
  ingress: {
    type: 'list(dyn)',
    doc: 'Ingress rules as written',
    source: 'spec.ingress',
    native: 'object.?spec.?ingress.orValue([])',
    get: n => toList(n.spec['ingress']),
  },
  egress: {
    type: 'list(dyn)',
    doc: 'Egress rules as written',
    source: 'spec.egress',
    native: 'object.?spec.?egress.orValue([])',
    get: n => toList(n.spec['egress']),
  },
  workloads: {
    type: 'list(Workload)',
    doc: 'Workloads of the set that it selects',
    source: 'spec.podSelector against pod template labels of the namespace',
    get: (n, inventory) => listPolicyWorkloads(inventory, n),
  },
  defaultDenyIngress: {
    type: 'bool',
    doc: 'Takes every pod of the namespace and lets nothing in',
    source: 'podSelector, policyTypes, ingress',
    get: n => isDefaultDeny(n, 'Ingress'),
  },
  defaultDenyEgress: {
    type: 'bool',
    doc: 'Takes every pod of the namespace and lets nothing out',
    source: 'podSelector, policyTypes, egress',
    get: n => isDefaultDeny(n, 'Egress'),
  },
});
