import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { OTHERS_RIGHTS } from '../graph/node.ts';
import { RBAC, WRITE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'spread-role',
  number: 'E26',
  doc: 'Whoever writes bindings without bind gives others what he has himself, and no more',
  cost: 3,
  ways: [[[needOf(WRITE, RBAC, 'rolebindings', 'clusterrolebindings')]]],
  to: () => goTo(OTHERS_RIGHTS),
};
