import { goTo, listGuardDoubts } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyAccount } from '../graph/node.ts';
import { CREATE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'create-pod-as',
  number: 'E9',
  doc: 'Whoever creates pods, or what makes them, runs them as any service account of the namespace',
  cost: 2,
  ways: [[CREATE_WORKLOADS]],
  to: (_, namespace, world) => goTo(anyAccount(namespace), listGuardDoubts(world)),
};
