import { goTo, listGuardDoubts } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anySecret } from '../graph/node.ts';
import { WRITE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'create-pod-mount',
  number: 'E10',
  doc: 'Whoever makes pods mounts any Secret, ConfigMap and claim of the namespace',
  cost: 2,
  ways: [[WRITE_WORKLOADS]],
  to: (_, namespace, world) => goTo(anySecret(namespace), listGuardDoubts(world)),
};
