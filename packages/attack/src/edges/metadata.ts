import type { StructureEdge } from '../edge.ts';
import { containerNode, NODE_CLOUD } from '../graph/node.ts';

const WEAKENED = ['the cloud may limit the metadata service to the node: hop limit, metadata proxy'];

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'metadata',
  number: 'E66',
  doc: 'Network policies let the pod reach the metadata service of its node, on nodes of a known cloud',
  cost: 2,
  reads: ['classes', 'reach', 'surroundings'],
  *list({ classes, reach, surroundings: { provider } }) {
    for (const { part } of classes) {
      if (!reach.metadata.has(part.name)) continue;
      for (const { name } of part.containers) {
        yield {
          from: containerNode(part.name, name),
          to: NODE_CLOUD,
          because: () => `no policy keeps ${part.name} from 169.254.169.254, which gives credentials of the node (${provider})`,
          cuts: [{ change: `deny 169.254.169.254 to ${part.name} by a NetworkPolicy`, weight: 1 }],
          weakened: WEAKENED,
        };
      }
    }
  },
};
