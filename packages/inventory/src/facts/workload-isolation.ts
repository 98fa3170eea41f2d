import { defineFacts } from '../fact.ts';
import { listWorkloadIsolations } from '../joins/isolation.ts';
import type { Workload } from '../model/pod.ts';

export const facts = defineFacts<Workload>('Workload', {
  'isolation.policies': {
    type: 'list(Resource)',
    doc: 'Network policies of every engine and tier that take its pods',
    source: 'NetworkPolicies; Cilium, Calico, Admin and Cluster policies',
    get: (w, inventory) => [...new Set(listWorkloadIsolations(inventory, w).map(isolation => isolation.object))],
  },
  'isolation.ingress': {
    type: 'bool',
    doc: 'One of them isolates what comes in',
    source: 'policy types and rules',
    get: (w, inventory) => listWorkloadIsolations(inventory, w).some(isolation => isolation.ingress !== 'none'),
  },
  'isolation.egress': {
    type: 'bool',
    doc: 'One of them isolates what goes out',
    source: 'policy types and rules',
    get: (w, inventory) => listWorkloadIsolations(inventory, w).some(isolation => isolation.egress !== 'none'),
  },
});
