import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyPort } from '../graph/node.ts';
import { CHANGE } from '../permissions.ts';

const REMOVE = 'create,update,patch,delete,deletecollection';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'open-network',
  number: 'E22',
  doc: 'Whoever writes network policies, or labels of namespaces that they select, opens what they deny',
  cost: 2,
  ways: [
    [
      [
        needOf(REMOVE, 'networking.k8s.io', 'networkpolicies'),
        needOf(REMOVE, 'policy.networking.k8s.io', 'adminnetworkpolicies', 'baselineadminnetworkpolicies', 'clusternetworkpolicies'),
        needOf(REMOVE, 'cilium.io', 'ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'),
        needOf(REMOVE, 'crd.projectcalico.org', 'networkpolicies', 'globalnetworkpolicies'),
        needOf(REMOVE, 'projectcalico.org', 'networkpolicies', 'globalnetworkpolicies'),
      ],
    ],
    [[needOf(CHANGE, '', 'namespaces')]],
  ],
  to: (_, namespace) => goTo(anyPort(namespace)),
};
