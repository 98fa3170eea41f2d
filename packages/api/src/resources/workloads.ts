import { EXPOSURES, WorkloadSummary } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { FINDING_STATES, FindingRow, PACKAGE_USES } from '../findings.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';
import { ViolationRow } from './violations.ts';

const params = Type.Object({ id: Type.String() });

export const WorkloadRow = Type.Object({
  id: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  owner: Type.String(),
  exposure: Type.Enum([...EXPOSURES]),
  podCount: Type.Integer(),
  images: Type.Array(Type.String()),
  risk: Type.Number(),
  topReason: Type.Optional(Type.Object({ factor: Type.String(), points: Type.Number(), detail: Type.String() })),
  violations: Type.Record(Type.String(), Type.Integer(), { description: 'Open ones by severity' }),
  updatedAt: Type.String(),
});

export const Workload = Type.Object({
  ...WorkloadRow.properties,
  summary: Type.Unsafe<WorkloadSummary>(WorkloadSummary),
  openViolations: Type.Array(ViolationRow, { description: 'Failing and to be reviewed, the most severe first' }),
  acceptedViolations: Type.Array(ViolationRow),
  object: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'As the sensor saw it; secret values are never there' })),
});

const WorkloadFinding = Type.Object({
  container: Type.String(),
  image: Type.String({ description: 'Id in /images' }),
  reference: Type.String(),
  digest: Type.String(),
  ...FindingRow.properties,
});

const Replicas = Type.Object({
  since: Type.String(),
  events: Type.Integer({ minimum: 0, description: 'That were looked at' }),
  truncated: Type.Boolean({ description: 'There were more; the newest were looked at' }),
  containers: Type.Array(
    Type.Object({
      container: Type.String(),
      state: Type.Enum(['compared', 'too-few'], { description: 'Three of about the same age are needed' }),
      replicas: Type.Array(
        Type.Object({
          pod: Type.String(),
          score: Type.Integer({ minimum: 0, description: 'Things that it alone did, and that the workload never did before' }),
        }),
        { description: 'Pods that did something' },
      ),
      behaviors: Type.Array(
        Type.Object({
          text: Type.String(),
          isNew: Type.Boolean({ description: 'The workload never did it before' }),
          pods: Type.Array(Type.String()),
          event: Type.String({ description: 'Id of the last one' }),
        }),
        { description: 'What only one did first' },
      ),
      more: Type.Integer({ minimum: 0, description: 'Behaviours that are left out' }),
    }),
  ),
});

const Moment = Type.Object({
  time: Type.String(),
  kind: Type.Enum(['start', 'restart', 'image', 'violation', 'resolved', 'event'], {
    description: 'A container started, started again, or with another image; a violation was opened, or came to its end; it did something',
  }),
  pod: Type.String({ description: 'Empty where it is of all of them' }),
  container: Type.String(),
  text: Type.String(),
  event: Type.Optional(Type.String({ description: 'Id of the event' })),
  violation: Type.Optional(Type.String({ description: 'Id of the violation' })),
});

export const resource = defineResource({
  name: 'workloads',
  doc: 'What runs: workloads of all clusters',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/workloads',
      summary: 'Workloads; with sort=-risk those at most risk first',
      permission: 'view',
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        name: { type: 'text', doc: 'Name', sortable: true },
        kind: { type: 'text', doc: 'Kind', sortable: true },
        owner: { type: 'text', doc: 'Owner', sortable: true },
        label: { type: 'text', doc: 'Label of the workload' },
        image: { type: 'text', doc: 'Reference of an image' },
        exposure: { type: 'choice', doc: 'From where it can be reached', choices: EXPOSURES },
        severity: { type: 'severity', doc: 'Severity of its worst open violation' },
        policy: { type: 'text', doc: 'Policy that it violates' },
        risk: { type: 'number', doc: 'Risk, 0 to 100', sortable: true },
        violations: { type: 'number', doc: 'Open violations', sortable: true },
      },
      answer: Page(WorkloadRow),
    },
    values: valuesOf('/api/v1/workloads'),
    get: {
      method: 'GET',
      path: '/api/v1/workloads/:id',
      summary: 'One workload with everything joined to it',
      permission: 'view',
      params,
      answer: Workload,
    },
    replicas: {
      method: 'GET',
      path: '/api/v1/workloads/:id/replicas',
      summary: 'What its replicas did in the last hours, side by side: which does what none of the others does',
      permission: 'view',
      params,
      query: Type.Object({ hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, description: 'One when absent' })) }, strict),
      answer: Replicas,
    },
    timeline: {
      method: 'GET',
      path: '/api/v1/workloads/:id/timeline',
      summary: 'What happened to it and what it did, the newest first: starts of containers, new images, violations and its last events',
      permission: 'view',
      params,
      query: Type.Object({ hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, description: '24 when absent' })) }, strict),
      answer: Type.Object({ moments: Type.Array(Moment) }),
    },
    vulnerabilities: {
      method: 'GET',
      path: '/api/v1/workloads/:id/vulnerabilities',
      summary: 'Vulnerabilities of the images of one workload; without a filter on state the open ones',
      permission: 'view',
      params,
      query: ListQuery,
      list: {
        id: { type: 'text', doc: 'Id', sortable: true },
        container: { type: 'text', doc: 'Container', sortable: true },
        reference: { type: 'text', doc: 'Reference of the image' },
        package: { type: 'text', doc: 'Package', sortable: true },
        severity: { type: 'severity', doc: 'Severity', sortable: true },
        risk: { type: 'number', doc: 'Risk, 0 to 100', sortable: true },
        exploited: { type: 'boolean', doc: 'Known to be exploited' },
        fixable: { type: 'boolean', doc: 'Whether there is a fix' },
        base: { type: 'boolean', doc: 'Whether the base image brought it' },
        use: { type: 'choice', doc: 'Whether a program of the package was seen running', choices: PACKAGE_USES },
        state: { type: 'choice', doc: 'State', choices: FINDING_STATES },
        firstSeen: { type: 'time', doc: 'First found in that image', sortable: true },
      },
      answer: Page(WorkloadFinding),
    },
  },
});
