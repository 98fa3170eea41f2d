import { needOf } from '@breakwater/rbac';
import { toPods } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { STREAM_GET_UNTIL } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'exec',
  number: 'E15',
  doc: 'Whoever may exec or attach runs commands in the pod; before 1.35 get is enough, since a WebSocket upgrade is one',
  cost: 1,
  ways: kubeMinor => [
    [[needOf('create', '', 'pods/exec', 'pods/attach')]],
    ...(kubeMinor < STREAM_GET_UNTIL ? [[[needOf('get', '', 'pods/exec', 'pods/attach')]]] : []),
  ],
  to: ([pods], namespace, world) => (pods === undefined ? [] : toPods(pods, namespace, world)),
};
