import { defineFacts } from '../fact.ts';
import { hasDefaultDeny, listNamespaceIsolations } from '../joins/isolation.ts';
import type { NamespaceUse } from '../model/namespace-use.ts';

export const facts = defineFacts<NamespaceUse>('Namespace', {
  isolationPolicies: {
    type: 'list(Resource)',
    doc: 'Network policies of every engine in it, and those of the cluster that take all its pods or one of its workloads',
    source: 'NetworkPolicies; Cilium, Calico, Admin and Cluster policies',
    get: (n, inventory) => [...new Set(listNamespaceIsolations(inventory, n.name).map(isolation => isolation.object))],
  },
  defaultDenyIngress: {
    type: 'bool',
    doc: 'One of them takes every pod and lets nothing in',
    source: 'selectors, policy types and rules',
    get: (n, inventory) => hasDefaultDeny(inventory, n.name, 'ingress'),
  },
  defaultDenyEgress: {
    type: 'bool',
    doc: 'One of them takes every pod and lets nothing out',
    source: 'selectors, policy types and rules',
    get: (n, inventory) => hasDefaultDeny(inventory, n.name, 'egress'),
  },
});
