import { ChangeCause, Problem, RecordedControl, RecordedItem, RunScope, State } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';
import { ComplianceScore } from './compliance.ts';

const params = Type.Object({ id: Type.String() });

export const RUN_STATES = ['waiting', 'running', 'done', 'failed'] as const;
export const REPORT_FORMATS = ['html', 'pdf', 'csv', 'json', 'oscal', 'sarif', 'junit', 'openreports', 'remediation'] as const;

export const ComplianceRun = Type.Object({
  id: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  sequence: Type.Optional(Type.Integer({ description: 'Place in the chain of the cluster; absent until it is done' })),
  state: Type.Enum([...RUN_STATES]),
  error: Type.String({ description: 'Why it failed; else empty' }),
  requester: Type.String({ description: 'A person, or the schedule' }),
  frameworks: Type.Array(Type.String()),
  scope: RunScope,
  requestedAt: Type.String(),
  finishedAt: Type.Optional(Type.String()),
  hash: Type.Optional(Type.String({ description: 'Of the record' })),
  scores: Type.Array(ComplianceScore),
});

export const RunControl = Type.Object({
  framework: Type.String(),
  control: Type.String(),
  title: Type.String(),
  group: Type.String(),
  level: Type.String(),
  state: State,
  reason: Type.String(),
  objects: Type.Integer({ description: 'Verdicts that it was decided by' }),
  failing: Type.Integer(),
});

const RunNode = Type.Object({
  node: Type.String(),
  states: Type.Record(Type.String(), Type.Integer(), { description: 'Verdicts about it and about what runs there, by state' }),
  info: Type.Record(Type.String(), Type.String(), {
    description: 'status.nodeInfo of its object, as it is now; empty where there is none',
  }),
  distribution: Type.Optional(Type.String({ description: 'By its facts' })),
  collectedAt: Type.Optional(Type.String({ description: 'Of its facts; absent where nobody collected any' })),
});

export const resource = defineResource({
  name: 'complianceRuns',
  doc: 'Runs that hold a cluster against frameworks: what each found, what changed, and reports of it',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/compliance-runs',
      summary: 'Runs; kept for 13 months and longer',
      permission: 'view',
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        state: { type: 'choice', doc: 'State', choices: RUN_STATES },
        requester: { type: 'text', doc: 'Who or what started it' },
        sequence: { type: 'number', doc: 'Place in the chain', sortable: true },
        requestedAt: { type: 'time', doc: 'When it was asked for', sortable: true },
      },
      answer: Page(ComplianceRun),
    },
    start: {
      method: 'POST',
      path: '/api/v1/compliance-runs',
      summary: 'Hold a cluster against frameworks as soon as it can be done',
      permission: 'administer',
      body: Type.Object(
        {
          cluster: Type.String({ description: 'Id or name' }),
          frameworks: Type.Array(Type.String(), { minItems: 1, maxItems: 50, uniqueItems: true }),
          scope: Type.Optional(RunScope),
          language: Type.Optional(Type.Enum(['en', 'ja'], { default: 'en', description: 'Of the texts that are written down' })),
        },
        strict,
      ),
      answer: ComplianceRun,
      status: 202,
    },
    get: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id',
      summary: 'A run with its controls',
      permission: 'view',
      params,
      answer: Type.Object({ run: ComplianceRun, controls: Type.Array(RunControl), problems: Type.Array(Problem) }),
    },
    control: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id/control',
      summary: 'A control of a run with every verdict and what it rests on',
      permission: 'view',
      params,
      query: Type.Object({ framework: Type.String(), control: Type.String() }, strict),
      answer: RecordedControl,
    },
    nodes: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id/nodes',
      summary: 'The nodes that a run is about, with what was said of each',
      permission: 'view',
      params,
      answer: Type.Object({ nodes: Type.Array(RunNode) }),
    },
    node: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id/node',
      summary: 'A node as a run found it: its components, and every verdict with what it rests on, the worst first',
      permission: 'view',
      params,
      query: Type.Object({ node: Type.String() }, strict),
      answer: Type.Object({
        node: RunNode,
        facts: Type.Optional(
          Type.Object(
            {
              components: Type.Array(Type.Object({ name: Type.String(), argv: Type.Array(Type.String()) })),
              files: Type.Integer(),
              packages: Type.Integer(),
              certificates: Type.Integer(),
            },
            { description: 'As its facts are now' },
          ),
        ),
        items: Type.Array(RecordedItem),
        more: Type.Integer({ description: 'Verdicts that are not listed' }),
      }),
    },
    drift: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id/drift',
      summary: 'What this run says otherwise than an earlier one of the same cluster, and why',
      permission: 'view',
      params,
      query: Type.Object(
        { from: Type.Optional(Type.String({ description: 'Id of the earlier run; the one before, when absent' })) },
        strict,
      ),
      answer: Type.Object({
        from: Type.Object({ id: Type.String(), sequence: Type.Integer(), finishedAt: Type.String() }),
        items: Type.Array(
          Type.Object({
            check: Type.String(),
            subject: RecordedItem.properties.subject,
            severity: RecordedItem.properties.severity,
            from: Type.Optional(State),
            to: Type.Optional(State),
            direction: Type.Enum(['worse', 'better', 'other']),
            cause: ChangeCause,
            message: Type.String(),
            controls: Type.Array(Type.String()),
          }),
        ),
        more: Type.Integer({ description: 'Changes that are not listed' }),
      }),
    },
    report: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id/report',
      summary: 'A run written down for others',
      permission: 'view',
      params,
      query: Type.Object(
        {
          format: Type.Optional(Type.Enum([...REPORT_FORMATS], { default: 'html' })),
          language: Type.Optional(Type.Enum(['en', 'ja'], { default: 'en', description: 'Of headings' })),
        },
        strict,
      ),
      answer: Type.Object({
        name: Type.String({ description: 'Of a file' }),
        mediaType: Type.String(),
        content: Type.String({ description: 'In base64' }),
      }),
    },
    record: {
      method: 'GET',
      path: '/api/v1/compliance-runs/:id/record',
      summary: 'The record of a run as it was signed, for breakwater compliance verify',
      permission: 'view',
      params,
      answer: Type.Object({ record: Type.String({ description: 'One line of JSON' }) }),
    },
  },
});
