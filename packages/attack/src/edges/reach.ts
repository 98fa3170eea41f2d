import type { StructureEdge } from '../edge.ts';
import { anyPort, containerNode, endpointNode } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'reach',
  number: 'E69',
  doc: 'Network policies let a pod reach a port of a vulnerable one; who opens or forwards ports reaches it too',
  cost: 1,
  reads: ['classes', 'reach'],
  *list({ classes, reach }) {
    const containers = new Map(classes.map(({ part }) => [part.name, part.containers]));
    for (const { part, weaknesses } of classes) {
      if (weaknesses.length === 0) continue;
      const to = endpointNode(part.name);
      for (const source of reach.weak.get(part.name) ?? []) {
        for (const { name } of containers.get(source) ?? []) {
          yield {
            from: containerNode(source, name),
            to,
            because: () => `no network policy keeps ${source} from ${part.name}`,
            cuts: [{ change: `deny ${source} to ${part.name} by a NetworkPolicy`, weight: 1 }],
          };
        }
      }
      for (const from of [anyPort(part.namespace), anyPort('')]) {
        yield { from, to, because: () => `${part.name} listens in namespace ${part.namespace}` };
      }
    }
  },
};
