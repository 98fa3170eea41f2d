import { needOf } from '@breakwater/rbac';
import { listGuardDoubts, toPods } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'replace-image',
  number: 'E14',
  doc: 'Whoever changes pods replaces their images',
  cost: 2,
  ways: [[[needOf(CHANGE, '', 'pods')]]],
  to: ([pods], namespace, world) => (pods === undefined ? [] : toPods(pods, namespace, world, listGuardDoubts(world))),
};
