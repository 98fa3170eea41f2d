import { defineFacts } from '../fact.ts';
import { findWorkloadAccount, isTokenAutomounted } from '../joins/accounts.ts';
import { listOtherPolicies, listWorkloadPolicies } from '../joins/network-policies.ts';
import { listWorkloadServices } from '../joins/services.ts';
import type { Pod, Workload } from '../model/pod.ts';

const ofWorkload = defineFacts<Workload>('Workload', {
  account: {
    type: 'ServiceAccount',
    doc: 'Service account that its pods run as',
    source: 'spec.serviceAccountName, ServiceAccount objects',
    get: (w, inventory) => findWorkloadAccount(inventory, w),
  },
  services: {
    type: 'list(Service)',
    doc: 'Services that select its pods',
    source: 'selectors of Services of the namespace',
    get: (w, inventory) => listWorkloadServices(inventory, w),
  },
  networkPolicies: {
    type: 'list(Network)',
    doc: 'NetworkPolicies that select its pods',
    source: 'podSelector of NetworkPolicies of the namespace',
    get: (w, inventory) => listWorkloadPolicies(inventory, w),
  },
  otherNetworkPolicies: {
    type: 'list(Network)',
    doc: 'Policies of other engines (Cilium, Calico) or tiers (Admin, Cluster) that may apply to it',
    source: 'cluster-wide policies, and those of the namespace',
    get: (w, inventory) => listOtherPolicies(inventory, w.object.namespace),
  },
});

const ofPod = defineFacts<Pod>('Pod', {
  tokenAutomounted: {
    type: 'bool',
    doc: 'A service account token is mounted by default; unknown when the account is outside a partial set',
    source: 'spec.automountServiceAccountToken, else the ServiceAccount, else true',
    get: (p, inventory) => isTokenAutomounted(inventory, p),
  },
});

export const facts = [...ofWorkload, ...ofPod];
