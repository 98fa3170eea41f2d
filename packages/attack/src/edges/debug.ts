import { needOf } from '@breakwater/rbac';
import { listGuardDoubts, toPods } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'debug',
  number: 'E16',
  doc: 'Whoever changes ephemeral containers puts one into the pod, as Pod Security allows',
  cost: 2,
  ways: [[[needOf(CHANGE, '', 'pods/ephemeralcontainers')]]],
  to: ([pods], namespace, world) => (pods === undefined ? [] : toPods(pods, namespace, world, listGuardDoubts(world))),
};
