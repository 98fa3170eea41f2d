import { Severity, STATES } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';

/** Days that decisions are kept for. */
export const MAX_ADMISSION_DAYS = 30;

const count = Type.Integer({ minimum: 0 });

export const DecisionRow = Type.Object({
  id: Type.String(),
  time: Type.String({ description: 'Of the first request that is counted' }),
  lastSeen: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  operation: Type.String(),
  kind: Type.String(),
  subResource: Type.String(),
  namespace: Type.String(),
  name: Type.String({ description: 'Or the beginning of a name that the API server was to make' }),
  user: Type.String(),
  owner: Type.String({ description: 'Kind and name of the controller, or of the object itself' }),
  allowed: Type.Boolean(),
  mode: Type.String({ description: 'evaluated, failed-open, failed-closed, exempt' }),
  breakGlass: Type.Boolean({ description: 'Whether an annotation let it through' }),
  policies: Type.Array(Type.String(), { description: 'Those that said no, warned, or could not say' }),
  count: Type.Integer({ minimum: 1, description: 'Equal requests of one controller' }),
});

const DecidedPolicy = Type.Object({
  policy: Type.String(),
  action: Type.String({ description: 'deny, warn, inform, error' }),
  state: Type.Enum([...STATES]),
  severity: Type.Optional(Severity),
  container: Type.Optional(Type.String()),
  message: Type.String(),
});

export const Decision = Type.Object({
  ...DecisionRow.properties,
  groups: Type.Array(Type.String()),
  dryRun: Type.Boolean(),
  revision: Type.Integer({ description: 'Of the policy set that decided' }),
  milliseconds: Type.Number(),
  decided: Type.Array(DecidedPolicy),
  notEvaluated: Type.Array(Type.String(), { description: 'Enforced policies that lacked a fact' }),
  glass: Type.Optional(
    Type.Object({
      reason: Type.String(),
      until: Type.String(),
      secondPerson: Type.Optional(
        Type.Object({
          name: Type.String(),
          confirmed: Type.Boolean({ description: 'Whether that person said so by a request of their own, and was not only named' }),
        }),
      ),
    }),
  ),
  object: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Without secret values; absent when it was not kept' })),
});

const Counted = Type.Object({ name: Type.String(), requests: count });

export const AdmissionSummary = Type.Object({
  days: Type.Integer(),
  allowed: count,
  denied: count,
  brokenGlass: count,
  failed: Type.Integer({ minimum: 0, description: 'Requests that could not be judged in time' }),
  series: Type.Array(Type.Object({ time: Type.String(), allowed: count, denied: count }), {
    description: 'By hour for a day or two, by day else',
  }),
  byPolicy: Type.Array(Counted, { description: 'Refused requests; the ten most of each' }),
  byUser: Type.Array(Counted),
  byNamespace: Type.Array(Counted),
  byOwner: Type.Array(Counted),
});

const Replica = Type.Object({
  id: Type.String({ description: 'Name of its pod or machine' }),
  revision: Type.Integer({ description: 'Of the policy set that it decides by; -1 while it has none' }),
  behind: Type.Boolean({ description: 'Whether there is a newer one' }),
  since: Type.String({ description: 'Its start' }),
  heardAt: Type.String({ description: 'When it last asked the sensor' }),
  silent: Type.Boolean({ description: 'Whether that is more than a minute ago' }),
  certificateEnd: Type.Optional(Type.String({ description: 'Of the certificate that it serves with' })),
  policies: Type.Integer({ minimum: 0, description: 'That refuse or warn by its doing' }),
  unusable: Type.Array(Type.String(), { description: 'Policies that it cannot read or compile; twenty of them' }),
  unusableCount: count,
});

export const AdmissionStatus = Type.Object({
  cluster: Type.String(),
  clusterName: Type.String(),
  state: Type.String({ description: 'Of the sensor: connected, syncing, away, never-seen' }),
  native: Type.Integer({ minimum: 0, description: 'Policies that the API server enforces by itself' }),
  notNative: Type.Integer({ minimum: 0, description: 'Policies that are to be enforced, and the API server does not' }),
  lastDecision: Type.Optional(Type.String()),
  requests: Type.Integer({ minimum: 0, description: 'Decided in the last hour' }),
  denied: Type.Integer({ minimum: 0, description: 'Of these' }),
  failed: Type.Integer({ minimum: 0, description: 'Of the last day: not judged in time' }),
  revision: Type.Optional(Type.Integer({ description: 'Of the policy set of the last decision' })),
  notEvaluated: Type.Array(Type.String(), { description: 'Enforced policies that lacked a fact in the last day' }),
  policySet: Type.Integer({ description: 'Revision of the policy set as it stands' }),
  replicas: Type.Array(Replica, { description: 'Of admission, heard of within the hour, or last of all' }),
  silentSince: Type.Optional(
    Type.String({
      description: 'Where policies are to be enforced, and no replica was heard of for more than a minute: the last word of any',
    }),
  ),
});

export const resource = defineResource({
  name: 'admission',
  doc: 'What was decided about requests to clusters, and what would have been',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/admission',
      summary: 'Decisions of admission; equal ones about one controller are one row with a count',
      permission: 'view',
      query: ListQuery,
      list: {
        lastSeen: { type: 'time', doc: 'When it was last decided', sortable: true },
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        kind: { type: 'text', doc: 'Kind', sortable: true },
        name: { type: 'text', doc: 'Name', sortable: true },
        operation: { type: 'text', doc: 'CREATE, UPDATE, DELETE or CONNECT' },
        user: { type: 'text', doc: 'Who asked', sortable: true },
        owner: { type: 'text', doc: 'Kind and name of the controller, or of the object', sortable: true },
        policy: { type: 'text', doc: 'Policy that said no, warned, or could not say' },
        allowed: { type: 'boolean', doc: 'Whether it was let through' },
        breakGlass: { type: 'boolean', doc: 'Whether an annotation let it through' },
        mode: { type: 'text', doc: 'How the answer came about: evaluated, failed-open, failed-closed or exempt' },
        count: { type: 'number', doc: 'Equal requests', sortable: true },
      },
      answer: Page(DecisionRow),
    },
    values: valuesOf('/api/v1/admission'),
    summary: {
      method: 'GET',
      path: '/api/v1/admission/summary',
      summary: 'How many requests were let through and refused, and for whom',
      permission: 'view',
      query: Type.Object(
        {
          cluster: Type.Optional(Type.String()),
          days: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_ADMISSION_DAYS, default: 7 })),
        },
        strict,
      ),
      answer: AdmissionSummary,
    },
    status: {
      method: 'GET',
      path: '/api/v1/admission/status',
      summary: 'How admission is in each cluster',
      permission: 'view',
      answer: Type.Object({ results: Type.Array(AdmissionStatus) }),
    },
    get: {
      method: 'GET',
      path: '/api/v1/admission/:id',
      summary: 'One decision, with its object',
      permission: 'view',
      params: Type.Object({ id: Type.String() }),
      answer: Decision,
    },
  },
});
