import type { StructureEdge } from '../edge.ts';
import { CONTROL_PLANE_NODES, WORKERS, workloadNode } from '../graph/node.ts';

const ELSEWHERE = ['a pod of it has to run on that node'];

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'node-to-pods',
  number: 'E61',
  doc: 'Control of a node is control of the pods on it',
  cost: 1,
  reads: ['classes'],
  *list({ classes }) {
    for (const { part } of classes) {
      const nodes = [
        ...(part.placement === 'control-plane' ? [] : [WORKERS]),
        ...(part.placement === 'worker' ? [] : [CONTROL_PLANE_NODES]),
      ];
      for (const from of nodes) {
        yield {
          from,
          to: workloadNode(part.name),
          because: () => `pods of ${part.name} ${part.isDaemon ? 'run on every node' : 'may run on the node'}`,
          weakened: part.isDaemon ? [] : ELSEWHERE,
        };
      }
    }
  },
};
