import type { StructureEdge } from '../edge.ts';
import { accountNode, containerNode } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'volume-token',
  number: 'E7',
  doc: 'A projected volume of the pod holds a token of its service account for the API server, whatever automount says',
  cost: 1,
  reads: ['classes', 'toToken'],
  *list({ classes, toToken }) {
    for (const { part } of classes) {
      if (toToken(part) !== 'mounted') continue;
      for (const { name } of part.containers) {
        yield {
          from: containerNode(part.name, name),
          to: accountNode(part.namespace, part.account),
          because: () => `${part.name} has a projected token of ServiceAccount ${part.namespace}/${part.account}`,
          cuts: [{ change: `remove the projected serviceAccountToken of ${part.name}`, weight: 2 }],
        };
      }
    }
  },
};
