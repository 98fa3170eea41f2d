import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyPort } from '../graph/node.ts';
import { STREAM_GET_UNTIL } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'forward',
  number: 'E17',
  doc: 'Whoever may forward ports or use the proxy of pods and Services reaches their ports past every NetworkPolicy',
  cost: 1,
  ways: kubeMinor => [
    [[needOf(kubeMinor < STREAM_GET_UNTIL ? 'create,get' : 'create', '', 'pods/portforward')]],
    [[needOf('get,create,update,patch,delete', '', 'pods/proxy', 'services/proxy')]],
  ],
  to: (_, namespace) => goTo(anyPort(namespace)),
};
