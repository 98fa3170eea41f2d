import type { StructureEdge } from '../edge.ts';
import { containerNode, workloadNode } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'shares-processes',
  number: 'E5',
  doc: 'Containers of a pod with shareProcessNamespace read the memory and files of the others',
  cost: 1,
  reads: ['classes'],
  *list({ classes }) {
    for (const { part } of classes) {
      if (!part.sharesProcesses || part.containers.length < 2) continue;
      const users = new Set(part.containers.map(({ user }) => user));
      for (const { name, user } of part.containers) {
        yield {
          from: containerNode(part.name, name),
          to: workloadNode(part.name),
          because: () => `${part.name} has shareProcessNamespace, so that ${name} sees the processes of its other containers`,
          cuts: [{ change: `remove shareProcessNamespace of ${part.name}`, weight: 1 }],
          weakened: users.size > 1 && user !== '0' ? ['the containers run as different users'] : [],
        };
      }
    }
  },
};
