import { isHarmlessPath, normalizeHostPath } from '../container-powers.ts';
import type { StructureEdge } from '../edge.ts';
import { containerNode, WORKERS } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'host-path-claim',
  number: 'E60',
  doc: 'A claim of the container is bound to a PersistentVolume that is a path of the node',
  cost: 2,
  reads: ['classes', 'surroundings'],
  *list({ classes, surroundings: { hostClaims } }) {
    if (hostClaims.size === 0) return;
    for (const { part } of classes) {
      for (const { name, claims } of part.containers) {
        for (const [claim, isWritable] of claims) {
          const found = hostClaims.get(`${part.namespace}/${claim}`);
          if (found === undefined || isHarmlessPath(normalizeHostPath(found.path))) continue;
          yield {
            from: containerNode(part.name, name),
            to: WORKERS,
            because: () => `claim ${claim} of ${part.name} is PersistentVolume ${found.volume}, the path ${found.path} of a node`,
            cuts: [{ change: `take claim ${claim} out of ${part.name}`, weight: 2 }],
            weakened: isWritable ? [] : ['reads files only'],
          };
        }
      }
    }
  },
};
