import type { OpenedEntrance } from '@breakwater/network';
import type { StructureEdge } from '../edge.ts';
import { endpointNode, OUTSIDE } from '../graph/node.ts';

const ORIGIN_DOUBTS: Readonly<Record<OpenedEntrance['from'], string | undefined>> = {
  internet: undefined,
  'ingress-controller': undefined,
  'external-address': undefined,
  'private-network': 'the load balancer is internal',
  'node-port': 'nodes have to be reachable from outside',
};

const OWN_NAMESPACE = /^kube-(?:system|public|node-lease)$/;

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'entry',
  number: 'E68',
  doc: 'A Service, route or port of the node opens the workload to the outside, and network policies let it through',
  cost: 1,
  reads: ['classes'],
  *list({ classes }) {
    for (const { part, entrances } of classes) {
      for (const entrance of entrances) {
        if (entrance.verdict === 'closed') continue;
        yield {
          from: OUTSIDE,
          to: endpointNode(part.name),
          because: () => `${entrance.object} opens ${entrance.protocol} ${entrance.port} of ${part.name} (${entrance.via})`,
          cuts: [{ change: `close ${entrance.object}`, weight: 4 }],
          weakened: listDoubts(entrance),
        };
      }
      // Kubernetes' own pods listen on nodes by design.
      if (OWN_NAMESPACE.test(part.namespace)) continue;
      for (const port of part.containers.flatMap(({ usesNodeNetworkPorts }) => usesNodeNetworkPorts)) {
        yield {
          from: OUTSIDE,
          to: endpointNode(part.name),
          because: () => `${part.name} listens on port ${port} of its node`,
          cuts: [{ change: `remove port ${port} of the node from ${part.name}`, weight: 3 }],
          weakened: [ORIGIN_DOUBTS['node-port'] as string],
        };
      }
    }
  },
};

function listDoubts({ from, verdict }: OpenedEntrance): readonly string[] {
  const doubt = ORIGIN_DOUBTS[from];
  return [
    ...(doubt === undefined ? [] : [doubt]),
    ...(verdict === 'implementation-defined' ? ['whether policies let it through is up to the network plug-in'] : []),
    ...(verdict === 'partly-open' ? ['policies let some addresses through only'] : []),
  ];
}
