import type { StructureEdge } from '../edge.ts';
import { containerNode, secretNode } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'mounts',
  number: 'E6',
  doc: 'The container mounts a Secret or has it in its environment',
  cost: 1,
  reads: ['classes'],
  *list({ classes }) {
    for (const { part } of classes) {
      for (const { name, secrets } of part.containers) {
        for (const secret of secrets) {
          yield {
            from: containerNode(part.name, name),
            to: secretNode(part.namespace, secret),
            because: () => `container ${name} of ${part.name} takes in Secret ${part.namespace}/${secret}`,
            cuts: [{ change: `take Secret ${part.namespace}/${secret} out of ${part.name}`, weight: 2 }],
          };
        }
      }
    }
  },
};
