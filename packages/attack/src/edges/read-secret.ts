import { needOf } from '@breakwater/rbac';
import { toNamed } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anySecret, secretNode } from '../graph/node.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'read-secret',
  number: 'E31',
  doc: 'Whoever lists or watches Secrets, or gets one by its name, reads it',
  cost: 1,
  ways: [[[needOf('list,watch', '', 'secrets')]], [[needOf('get', '', 'secrets')]]],
  to: ([held], namespace, world) => {
    if (held === undefined || (held.permission.verbs[0] === 'get' && held.names.length === 0)) return [];
    return toNamed(held, namespace, world, anySecret, secretNode);
  },
};
