import { EXPOSURES, WorkloadSummary } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { FINDING_STATES, FindingRow } from '../findings.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
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
        state: { type: 'choice', doc: 'State', choices: FINDING_STATES },
        firstSeen: { type: 'time', doc: 'First found in that image', sortable: true },
      },
      answer: Page(WorkloadFinding),
    },
  },
});
