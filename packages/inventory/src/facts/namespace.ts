import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import { listNamespacePolicies, listOtherPolicies } from '../joins/network-policies.ts';
import { isSystemNamespace } from '../kinds.ts';
import type { NamespaceUse } from '../model/namespace-use.ts';

/** A namespace: the object when it is in the set, else only its name. */
export const facts = defineFacts<NamespaceUse>('Namespace', {
  name: {
    type: 'string',
    doc: 'Name, empty for the unnamed namespace of files and for cluster-scoped objects',
    source: 'metadata.namespace',
    native: "ns.?metadata.?name.orValue('')",
    get: n => n.name,
  },
  exists: { type: 'bool', doc: 'Its object is in the set', source: 'Namespace objects', native: 'true', get: n => n.object !== undefined },
  system: {
    type: 'bool',
    doc: 'Belongs to Kubernetes itself: kube-system, kube-public, kube-node-lease',
    source: 'name',
    native: "ns.?metadata.?name.orValue('') in ['kube-system', 'kube-public', 'kube-node-lease']",
    get: n => isSystemNamespace(n.name),
  },
  labels: {
    type: 'map(string, string)',
    doc: 'Labels, with kubernetes.io/metadata.name; unknown when the Namespace object is not in the set',
    source: 'metadata.labels of the Namespace',
    native: 'ns.?metadata.?labels.orValue({})',
    get: n =>
      n.object === undefined
        ? new Unknown('namespace.labels', `namespace '${n.name}' is not among the objects given`)
        : { ...n.object.labels, 'kubernetes.io/metadata.name': n.name },
  },
  annotations: {
    type: 'map(string, string)',
    doc: 'Annotations; unknown when the Namespace object is not in the set',
    source: 'metadata.annotations of the Namespace',
    native: 'ns.?metadata.?annotations.orValue({})',
    get: n => n.object?.annotations ?? new Unknown('namespace.annotations', `namespace '${n.name}' is not among the objects given`),
  },
  workloads: {
    type: 'list(Workload)',
    doc: 'Workloads in it',
    source: 'objects of the namespace',
    get: (n, inventory) => inventory.listWorkloads(n.name),
  },
  networkPolicies: {
    type: 'list(Network)',
    doc: 'NetworkPolicies in it',
    source: 'NetworkPolicy objects',
    get: (n, inventory) => listNamespacePolicies(inventory, n.name),
  },
  otherNetworkPolicies: {
    type: 'list(Network)',
    doc: 'Policies of other engines or tiers that may apply in it',
    source: 'Cilium, Calico, Admin and Cluster policies',
    get: (n, inventory) => listOtherPolicies(inventory, n.name),
  },
});
