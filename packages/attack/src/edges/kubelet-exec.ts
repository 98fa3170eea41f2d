import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyPod } from '../graph/node.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'kubelet-exec',
  number: 'E39',
  doc: 'Whoever gets or creates nodes/proxy runs commands in every pod of the node, past audit and admission',
  cost: 1,
  ways: [[[needOf('get,create', '', 'nodes/proxy')]]],
  to: ([held]) => (held === undefined ? [] : goTo(anyPod(''), held.names.length === 0 ? [] : [`only pods on ${held.names.join(', ')}`])),
};
