import type { StructureEdge } from '../edge.ts';
import { accountNode, containerNode } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'runs-as',
  number: 'E1',
  doc: 'The pod has a token of its service account, mounted by itself',
  cost: 1,
  reads: ['classes', 'toToken'],
  *list({ classes, toToken }) {
    for (const { part } of classes) {
      if (toToken(part) !== 'automounted') continue;
      for (const { name } of part.containers) {
        yield {
          from: containerNode(part.name, name),
          to: accountNode(part.namespace, part.account),
          because: () => `${part.name} mounts the token of ServiceAccount ${part.namespace}/${part.account}`,
          cuts: [{ change: `set automountServiceAccountToken of ${part.name} to false`, weight: 1 }],
        };
      }
    }
  },
};
