import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { NODE_FILES } from '../graph/node.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'kubelet-read',
  number: 'E40',
  doc: 'Whoever gets logs, settings and figures of nodes reads files and pod data of them',
  cost: 2,
  ways: [[[needOf('get', '', 'nodes/log')]], [[needOf('get', '', 'nodes/configz', 'nodes/stats', 'nodes/pods', 'nodes/metrics')]]],
  to: ([held]) => goTo(NODE_FILES, held?.permission.resources[0] === 'nodes/log' ? [] : ['pod data and settings, no files']),
};
