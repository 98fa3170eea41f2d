import type { StructureEdge } from '../edge.ts';
import { CLUSTER_ADMIN, CONTROL_PLANE_NODES } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'control-plane-node',
  number: 'E63',
  doc: 'A node of the control plane holds the keys of the cluster; a managed control plane has none',
  cost: 1,
  reads: ['surroundings'],
  *list({ surroundings: { nodes } }) {
    if (nodes.known && !nodes.controlPlane) return;
    yield {
      from: CONTROL_PLANE_NODES,
      to: CLUSTER_ADMIN,
      because: () => 'a node of the control plane holds the authority of the cluster and credentials of system:masters',
      weakened: nodes.known ? [] : ['the set does not show whether the control plane runs on nodes of the cluster'],
    };
  },
};
