import { needOf } from '@breakwater/rbac';
import { forbidsPrivileged, toAnyNode } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { ADMISSION, WRITE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'disable-guard',
  number: 'E42',
  doc: 'Whoever makes pods and may weaken webhooks and admission policies removes what would refuse them',
  cost: 3,
  ways: [
    [
      WRITE_WORKLOADS,
      [
        needOf(
          'update,patch,delete,deletecollection',
          ADMISSION,
          'validatingwebhookconfigurations',
          'mutatingwebhookconfigurations',
          'validatingadmissionpolicies',
          'validatingadmissionpolicybindings',
        ),
      ],
    ],
  ],
  to: (_, namespace, world) => (world.surroundings.guards.length === 0 || forbidsPrivileged(world, namespace) ? [] : toAnyNode(world, [])),
};
