import { needOf } from '@breakwater/rbac';
import { toNamed } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { accountNode, anyAccount } from '../graph/node.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'mint-token',
  number: 'E33',
  doc: 'Whoever creates tokens of a service account is that account',
  cost: 1,
  ways: [[[needOf('create', '', 'serviceaccounts/token')]]],
  to: ([held], namespace, world) => (held === undefined ? [] : toNamed(held, namespace, world, anyAccount, accountNode)),
};
