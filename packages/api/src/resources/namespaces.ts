import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

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

const Limit = Type.Object({
  type: Type.String({ description: 'Container, Pod, PersistentVolumeClaim' }),
  values: Type.Array(
    Type.Object({
      name: Type.String({ description: 'default, defaultRequest, min, max or maxLimitRequestRatio' }),
      resource: Type.String(),
      value: Type.String(),
    }),
  ),
});

export const NamespaceDetail = Type.Object({
  ...Namespace.properties,
  policies: Type.Array(
    Type.Object({
      kind: Type.String(),
      name: Type.String(),
      ingress: Type.Boolean({ description: 'Whether it decides about traffic in' }),
      egress: Type.Boolean(),
      everything: Type.Boolean({ description: 'Whether it selects every pod' }),
      open: Type.Array(Type.Enum(['ingress', 'egress']), { description: 'Directions in which it lets everything through' }),
    }),
  ),
  isolation: Type.Object(
    { workloads: Type.Integer(), ingress: Type.Integer(), egress: Type.Integer() },
    { description: 'Workloads, and how many of them some network policy selects in each direction' },
  ),
  quotas: Type.Array(Type.Object({ name: Type.String(), hard: Type.Record(Type.String(), Type.String()) })),
  limitRanges: Type.Array(Type.Object({ name: Type.String(), limits: Type.Array(Limit) })),
  serviceAccounts: Type.Array(
    Type.Object({
      name: Type.String(),
      workloads: Type.Integer({ description: 'That run as it' }),
      permissions: Type.Array(Type.String(), { description: 'As far as a workload runs as it' }),
      known: Type.Boolean({ description: 'Whether the account itself was seen' }),
    }),
  ),
  bindings: Type.Array(Type.Object({ name: Type.String(), role: Type.String(), subjects: Type.Array(Type.String()) }), {
    description: 'Who may do what here by RoleBindings',
  }),
});

const Proposals = Type.Object({
  proposals: Type.Array(
    Type.Object({
      object: Type.String({ description: 'Kind and name; empty where there is none, but a reason for that' }),
      text: Type.String({ description: 'YAML' }),
      because: Type.Array(Type.String(), { description: 'What it rests on, and what is in the way of more' }),
      exists: Type.Boolean({ description: 'Whether an object of this name is there already, and would be changed' }),
    }),
    { description: 'In the order in which they are to be applied' },
  ),
  problems: Type.Array(Type.String()),
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
    values: valuesOf('/api/v1/namespaces'),
    get: {
      method: 'GET',
      path: '/api/v1/namespaces/:id',
      summary: 'One namespace with what holds in it',
      permission: 'view',
      params: Type.Object({ id: Type.String() }),
      answer: NamespaceDetail,
    },
    proposals: {
      method: 'GET',
      path: '/api/v1/namespaces/:id/proposals',
      summary: 'Pod Security labels, network policies and limits that it can have without breaking what runs in it',
      permission: 'view',
      params: Type.Object({ id: Type.String() }),
      answer: Proposals,
    },
  },
});
