import { needOf } from '@breakwater/rbac';
import { goTo, namesConfigMap } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CLUSTER_ADMIN } from '../graph/node.ts';
import { CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'aws-auth',
  number: 'E36',
  doc: 'Whoever changes the ConfigMap aws-auth of an EKS cluster is in system:masters',
  cost: 1,
  ways: [[[needOf(CHANGE, '', 'configmaps')]]],
  to: ([held], namespace, { surroundings }) => {
    if (!surroundings.hasAwsAuth || !namesConfigMap(held, namespace, 'aws-auth')) return [];
    return goTo(CLUSTER_ADMIN, ['without effect where the cluster takes access entries only']);
  },
};
