import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { ViolationRow } from './violations.ts';

export const Node = Type.Object({
  id: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  ready: Type.Boolean(),
  kubeletVersion: Type.String(),
  containerRuntime: Type.String(),
  osImage: Type.String(),
  kernel: Type.String(),
  architecture: Type.String(),
  pods: Type.Integer({ description: 'Of workloads; of each at most 100' }),
  violations: Type.Record(Type.String(), Type.Integer(), { description: 'Open ones by severity' }),
});

export const NodeDetail = Type.Object({
  ...Node.properties,
  createdAt: Type.String({ description: 'Empty when nobody says' }),
  labels: Type.Record(Type.String(), Type.String()),
  schedulable: Type.Boolean(),
  conditions: Type.Array(
    Type.Object({ type: Type.String(), status: Type.Enum(['True', 'False', 'Unknown']), reason: Type.String(), good: Type.Boolean() }),
  ),
  taints: Type.Array(Type.Object({ key: Type.String(), value: Type.String(), effect: Type.String() })),
  addresses: Type.Array(Type.Object({ type: Type.String(), address: Type.String() })),
  capacity: Type.Record(Type.String(), Type.String()),
  allocatable: Type.Record(Type.String(), Type.String()),
  workloads: Type.Array(
    Type.Object({
      workload: Type.String({ description: 'Id of the workload' }),
      kind: Type.String(),
      namespace: Type.String(),
      name: Type.String(),
      pods: Type.Integer({ description: 'On this node' }),
      risk: Type.Number(),
    }),
    { description: 'Those with pods here, most at risk first' },
  ),
  partial: Type.Boolean({ description: 'Workloads with more than 100 pods name only some of them: there may be more here' }),
  images: Type.Array(Type.Object({ image: Type.String({ description: 'Id of the image' }), reference: Type.String() })),
  openViolations: Type.Array(ViolationRow, { description: 'Of the node itself' }),
});

export const resource = defineResource({
  name: 'nodes',
  doc: 'Nodes of all clusters',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/nodes',
      summary: 'Nodes',
      permission: 'view',
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        name: { type: 'text', doc: 'Name', sortable: true },
        version: { type: 'text', doc: 'Version of the kubelet', sortable: true },
        ready: { type: 'boolean', doc: 'Whether it is ready' },
      },
      answer: Page(Node),
    },
    values: valuesOf('/api/v1/nodes'),
    get: {
      method: 'GET',
      path: '/api/v1/nodes/:id',
      summary: 'One node and what runs on it',
      permission: 'view',
      params: Type.Object({ id: Type.String() }),
      answer: NodeDetail,
    },
  },
});
