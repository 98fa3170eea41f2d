import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyAccount } from '../graph/node.ts';
import { WRITE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'mint-token-by-secret',
  number: 'E34',
  doc: 'Whoever creates a token Secret and reads it, or mounts it, has a token of any account of the namespace that does not end',
  cost: 2,
  ways: [[[needOf('create', '', 'secrets')], [needOf('get,list,watch', '', 'secrets'), ...WRITE_WORKLOADS]]],
  to: (_, namespace) => goTo(anyAccount(namespace)),
};
