import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'host-namespace',
  number: 'E58',
  doc: 'A container in the network or the shared memory of its node reaches services that listen there only',
  cost: 3,
  target: 'node-services',
  find: ({ pod: { spec } }) => {
    const field = spec['hostNetwork'] === true ? 'hostNetwork' : spec['hostIPC'] === true ? 'hostIPC' : undefined;
    return field === undefined ? undefined : { because: `has ${field}`, change: `remove ${field}` };
  },
};
