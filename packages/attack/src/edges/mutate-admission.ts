import { needOf } from '@breakwater/rbac';
import type { PermissionEdge } from '../edge.ts';
import { anyAccount, CONTROL_PLANE } from '../graph/node.ts';
import { ADMISSION, WRITE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'mutate-admission',
  number: 'E41',
  doc: 'Whoever writes what mutates at admission alters everything that is admitted afterwards',
  cost: 2,
  ways: [[[needOf(WRITE, ADMISSION, 'mutatingwebhookconfigurations', 'mutatingadmissionpolicies', 'mutatingadmissionpolicybindings')]]],
  to: () => [{ node: CONTROL_PLANE }, { node: anyAccount('') }],
};
