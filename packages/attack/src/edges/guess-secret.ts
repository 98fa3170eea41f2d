import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anySecret } from '../graph/node.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'guess-secret',
  number: 'E32',
  doc: 'Whoever gets any Secret without a list has to know or guess its name',
  cost: 3,
  ways: [[[needOf('get', '', 'secrets')]]],
  to: ([held], namespace) => (held?.names.length === 0 ? goTo(anySecret(namespace), ['the name has to be known']) : []),
};
