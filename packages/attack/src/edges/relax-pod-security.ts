import { needOf } from '@breakwater/rbac';
import { forbidsPrivileged, listGuardDoubts, toAnyNode } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CHANGE, WRITE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'relax-pod-security',
  number: 'E12',
  doc: 'Whoever makes pods and may label the namespace takes its Pod Security level away first',
  cost: 3,
  ways: [[WRITE_WORKLOADS, [needOf(CHANGE, '', 'namespaces')]]],
  to: ([, namespaces], namespace, world) => {
    const isNamed = namespaces?.names.length === 0 || namespaces?.names.includes(namespace) === true;
    return isNamed && forbidsPrivileged(world, namespace) ? toAnyNode(world, listGuardDoubts(world)) : [];
  },
};
