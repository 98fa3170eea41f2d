import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { traffic } from '../graph/node.ts';
import { CHANGE, WRITE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'redirect',
  number: 'E20',
  doc: 'Whoever changes endpoints, Services or the state of pods takes over traffic of Services',
  cost: 2,
  ways: [
    [[needOf(WRITE, '', 'endpoints', 'services'), needOf(WRITE, 'discovery.k8s.io', 'endpointslices')]],
    [[needOf(CHANGE, '', 'services/status', 'pods/status')]],
  ],
  to: (_, namespace) => goTo(traffic(namespace)),
};
