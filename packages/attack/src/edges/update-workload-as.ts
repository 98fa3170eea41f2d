import { goTo, listGuardDoubts } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyAccount } from '../graph/node.ts';
import { CHANGE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'update-workload-as',
  number: 'E13',
  doc: 'Whoever changes a pod template lets it run as any service account of the namespace',
  cost: 2,
  ways: [[CHANGE_WORKLOADS]],
  to: (_, namespace, world) => goTo(anyAccount(namespace), listGuardDoubts(world)),
};
