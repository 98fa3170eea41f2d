import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { NODE_CLOUD } from '../graph/node.ts';
import { WRITE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'pod-identity-exception',
  number: 'E67',
  doc: 'Whoever creates exceptions of the old Azure pod identity lets pods take the identity of their node',
  cost: 2,
  ways: [[[needOf(WRITE, 'aadpodidentity.k8s.io', 'azurepodidentityexceptions')]]],
  to: (_, __, { surroundings }) => (surroundings.usesPodIdentity ? goTo(NODE_CLOUD) : []),
};
