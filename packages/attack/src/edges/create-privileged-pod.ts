import { forbidsPrivileged, listPodDoubts, toAnyNode } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { WRITE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'create-privileged-pod',
  number: 'E11',
  doc: 'Whoever makes pods makes privileged ones, where the namespace does not enforce baseline or restricted',
  cost: 2,
  ways: [[WRITE_WORKLOADS]],
  to: (_, namespace, world) => (forbidsPrivileged(world, namespace) ? [] : toAnyNode(world, listPodDoubts(world, namespace))),
};
