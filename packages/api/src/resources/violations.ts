import { Result, Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

const params = Type.Object({ id: Type.String() });

/** `open` fails, `review` asks a person, `accepted` has an exception, `error` could not be decided, `resolved` is gone. */
export const VIOLATION_STATES = ['open', 'review', 'accepted', 'error', 'resolved'] as const;

/** Languages that there are texts in; which one an answer has follows accept-language. */
export const LANGUAGES = ['en', 'ja'] as const;

export const ViolationRow = Type.Object({
  id: Type.String(),
  state: Type.Enum([...VIOLATION_STATES]),
  policy: Type.String(),
  title: Type.String(),
  severity: Severity,
  categories: Type.Array(Type.String()),
  message: Type.String(),
  messageLanguage: Type.Enum([...LANGUAGES], { description: 'Sensors of before 0.2 tell messages in English only' }),
  cluster: Type.String(),
  clusterName: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  container: Type.String({ description: 'Empty where it is about the whole object' }),
  owner: Type.String(),
  workload: Type.Optional(Type.String({ description: 'Id of the workload that it is about' })),
  openedAt: Type.String(),
  updatedAt: Type.String(),
  resolvedAt: Type.Optional(Type.String()),
});

export const HISTORY_EVENTS = ['opened', 'updated', 'accepted', 'reopened', 'resolved'] as const;

export const Violation = Type.Object({
  ...ViolationRow.properties,
  results: Type.Array(Type.Unsafe<Result>(Result)),
  more: Type.Integer(),
  rationale: Type.String(),
  remediation: Type.String(),
  history: Type.Array(
    Type.Object({ at: Type.String(), event: Type.Enum([...HISTORY_EVENTS]), detail: Type.String(), language: Type.Enum([...LANGUAGES]) }),
  ),
});

export const resource = defineResource({
  name: 'violations',
  doc: 'What violates a policy, with evidence and history',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/violations',
      summary: 'Violations; without a filter on state the open ones; texts follow accept-language (en, ja)',
      permission: 'view',
      query: ListQuery,
      list: {
        state: { type: 'choice', doc: 'State', choices: VIOLATION_STATES },
        severity: { type: 'severity', doc: 'Severity', sortable: true },
        policy: { type: 'text', doc: 'Policy', sortable: true },
        category: { type: 'text', doc: 'Category of the policy' },
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        kind: { type: 'text', doc: 'Kind' },
        name: { type: 'text', doc: 'Name of the object', sortable: true },
        owner: { type: 'text', doc: 'Owner', sortable: true },
        openedAt: { type: 'time', doc: 'Opened', sortable: true },
      },
      answer: Page(ViolationRow),
    },
    values: valuesOf('/api/v1/violations'),
    get: {
      method: 'GET',
      path: '/api/v1/violations/:id',
      summary: 'One violation with evidence and history; texts follow accept-language (en, ja)',
      permission: 'view',
      params,
      answer: Violation,
    },
  },
});
