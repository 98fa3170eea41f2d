import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';

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
  pods: Type.Integer(),
  violations: Type.Record(Type.String(), Type.Integer(), { description: 'Open ones by severity' }),
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
  },
});
