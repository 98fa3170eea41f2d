import { needOf } from '@breakwater/rbac';
import { toPods } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'steal-pod',
  number: 'E18',
  doc: 'Whoever evicts pods and makes other nodes unfit pulls them onto a node of his',
  cost: 5,
  ways: [
    [[needOf('delete,deletecollection', '', 'pods'), needOf('create', '', 'pods/eviction')], [needOf(CHANGE, '', 'nodes', 'nodes/status')]],
  ],
  to: ([pods], namespace, world) =>
    pods === undefined ? [] : toPods(pods, namespace, world, ['needs control of a node that can take the pod']),
};
