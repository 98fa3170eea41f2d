import type { StructureEdge } from '../edge.ts';
import { CONTROL_PLANE_NODES, groupNode, WORKERS } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'node-identity',
  number: 'E62',
  doc: 'Control of a node is the identity of its kubelet',
  cost: 1,
  reads: [],
  *list() {
    for (const from of [WORKERS, CONTROL_PLANE_NODES]) {
      yield {
        from,
        to: groupNode('system:nodes'),
        because: () => 'the kubelet has its credential on the node',
        weakened: ['the Node authorizer and NodeRestriction limit it to its own pods'],
      };
    }
  },
};
