import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';

export const Namespace = Type.Object({
  id: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  name: Type.String(),
  labels: Type.Record(Type.String(), Type.String()),
  owner: Type.String(),
  podSecurity: Type.Object(
    { enforce: Type.String(), audit: Type.String(), warn: Type.String() },
    { description: 'Levels of its labels; empty without' },
  ),
  networkPolicies: Type.Integer(),
  workloads: Type.Integer(),
  violations: Type.Record(Type.String(), Type.Integer(), { description: 'Open ones by severity' }),
  risk: Type.Number({ description: 'Of its workload at most risk' }),
});

export const resource = defineResource({
  name: 'namespaces',
  doc: 'Namespaces of all clusters',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/namespaces',
      summary: 'Namespaces',
      permission: 'view',
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        name: { type: 'text', doc: 'Name', sortable: true },
        owner: { type: 'text', doc: 'Owner', sortable: true },
        label: { type: 'text', doc: 'Label of the namespace' },
        violations: { type: 'number', doc: 'Open violations', sortable: true },
        workloads: { type: 'number', doc: 'Workloads', sortable: true },
        risk: { type: 'number', doc: 'Risk of its workload at most risk', sortable: true },
      },
      answer: Page(Namespace),
    },
  },
});
