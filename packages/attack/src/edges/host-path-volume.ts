import { needOf } from '@breakwater/rbac';
import { toAnyNode } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { WRITE_WORKLOADS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'host-path-volume',
  number: 'E43',
  doc: 'Whoever creates volumes or storage classes and pods mounts paths of the node behind the back of Pod Security',
  cost: 2,
  ways: [[[needOf('create', '', 'persistentvolumes'), needOf('create', 'storage.k8s.io', 'storageclasses')], WRITE_WORKLOADS]],
  to: ([volumes], _, world) => {
    const isClass = volumes?.permission.resources[0] === 'storageclasses';
    return toAnyNode(world, isClass ? ['needs a provisioner of host paths'] : []);
  },
};
