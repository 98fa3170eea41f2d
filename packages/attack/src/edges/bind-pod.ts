import { needOf } from '@breakwater/rbac';
import { forbidsPrivileged, goTo, listPodDoubts } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CONTROL_PLANE_NODES } from '../graph/node.ts';
import { CREATE_PODS } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'bind-pod',
  number: 'E19',
  doc: 'Whoever creates pods and binds them to nodes puts one on a node of the control plane',
  cost: 3,
  ways: [[[CREATE_PODS], [needOf('create', '', 'pods/binding', 'bindings')]]],
  to: (_, namespace, world) => {
    const { known, controlPlane } = world.surroundings.nodes;
    if (forbidsPrivileged(world, namespace) || (known && !controlPlane)) return [];
    return goTo(CONTROL_PLANE_NODES, listPodDoubts(world, namespace));
  },
};
