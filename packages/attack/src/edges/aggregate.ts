import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { OTHERS_RIGHTS } from '../graph/node.ts';
import { CHANGE, RBAC } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'aggregate',
  number: 'E27',
  doc: 'Whoever labels ClusterRoles lets admin, edit and view take them in, as far as the guard allows',
  cost: 3,
  ways: [[[needOf(CHANGE, RBAC, 'clusterroles')]]],
  to: () => goTo(OTHERS_RIGHTS),
};
