import type { StructureEdge } from '../edge.ts';
import { accountNode, cloudIdentity } from '../graph/node.ts';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'workload-identity',
  number: 'E65',
  doc: 'An annotation of the service account lets it act as an identity of the cloud',
  cost: 1,
  reads: ['accounts'],
  *list({ accounts }) {
    for (const { namespace, name, cloud } of accounts) {
      if (cloud === '') continue;
      yield {
        from: accountNode(namespace, name),
        to: cloudIdentity(cloud),
        because: () => `annotation of ServiceAccount ${namespace}/${name} names ${cloud}`,
        cuts: [{ change: `remove the cloud identity of ServiceAccount ${namespace}/${name}`, weight: 3 }],
      };
    }
  },
};
