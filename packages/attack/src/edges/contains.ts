import type { StructureEdge } from '../edge.ts';
import { containerNode, workloadNode } from '../graph/node.ts';

const ENDED = ['it has ended when the pod runs: what it does has to be changed'];

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'contains',
  number: 'E4',
  doc: 'Control of a pod is control of its containers',
  cost: 0,
  reads: ['classes'],
  *list({ classes }) {
    for (const { part } of classes) {
      for (const { name, isInit } of part.containers) {
        yield {
          from: workloadNode(part.name),
          to: containerNode(part.name, name),
          because: () => `${name} is a container of ${part.name}`,
          weakened: isInit ? ENDED : [],
        };
      }
    }
  },
};
