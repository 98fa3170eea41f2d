import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { logs } from '../graph/node.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'read-log',
  number: 'E38',
  doc: 'Whoever reads logs reads the secrets in them',
  cost: 2,
  ways: [[[needOf('get', '', 'pods/log')]]],
  to: (_, namespace) => goTo(logs(namespace)),
};
