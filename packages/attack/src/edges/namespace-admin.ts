import { forbidsPrivileged, listPodDoubts, toAnyNode } from '../destinations.ts';
import type { StructureEdge } from '../edge.ts';
import { anyAccount, anyPod, anyPort, anySecret, namespaceAdmin } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'namespace-admin',
  number: 'E64',
  doc: 'Who may do everything in a namespace is each of its service accounts, and has its pods and Secrets',
  cost: 1,
  reads: ['namespaces', 'surroundings'],
  *list(world) {
    for (const namespace of world.namespaces) {
      const from = namespaceAdmin(namespace);
      const because = () => `an admin of ${namespace} may do everything in it`;
      for (const group of [anyAccount, anyPod, anySecret, anyPort]) yield { from, to: group(namespace), because };
      if (forbidsPrivileged(world, namespace)) continue;
      for (const { node, weakened = [] } of toAnyNode(world, listPodDoubts(world, namespace))) {
        yield {
          from,
          to: node,
          because: () => `an admin of ${namespace} makes a privileged pod, which its Pod Security level allows`,
          weakened,
        };
      }
    }
  },
};
