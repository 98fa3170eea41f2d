import { RESPONSE_ACTIONS, RESPONSE_STATES, ResponseParams, ResponseRecord, ResponseTarget } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

export const ResponseRow = Type.Object({
  id: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  state: Type.Enum([...RESPONSE_STATES]),
  action: Type.Enum([...RESPONSE_ACTIONS]),
  kind: Type.String(),
  namespace: Type.String({ description: 'Empty for what is in none' }),
  name: Type.String(),
  requester: Type.String({ description: 'A person, or the policy that decided it' }),
  automatic: Type.Boolean({ description: 'A policy decided it' }),
  approver: Type.Optional(Type.String()),
  selfApproved: Type.Boolean({ description: 'Approved by who asked for it, since there was nobody else' }),
  dryRun: Type.Boolean(),
  reverted: Type.Boolean({ description: 'Somebody else has taken it back in the cluster' }),
  undoable: Type.Boolean(),
  undoing: Type.Boolean({ description: 'It is to be taken back, and the responder has not said so yet' }),
  reason: Type.String(),
  message: Type.String({ description: 'What came of it' }),
  requestedAt: Type.String(),
  updatedAt: Type.String(),
});

export const ResponseDetail = Type.Object({ ...ResponseRow.properties, record: Type.Unsafe<ResponseRecord>(ResponseRecord) });

const Why = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }, strict);

export const resource = defineResource({
  name: 'responses',
  doc: 'What was done about what runs, by whom and why; asked for, approved, done, and taken back',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/responses',
      summary: 'Responses',
      permission: 'view',
      query: ListQuery,
      list: {
        state: { type: 'choice', doc: 'State', choices: RESPONSE_STATES },
        action: { type: 'choice', doc: 'What is done', choices: RESPONSE_ACTIONS },
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        kind: { type: 'text', doc: 'Kind of the target' },
        name: { type: 'text', doc: 'Name of the target', sortable: true },
        requester: { type: 'text', doc: 'Who asked', sortable: true },
        automatic: { type: 'boolean', doc: 'Whether a policy decided it' },
        dryRun: { type: 'boolean', doc: 'Whether nothing was to be changed' },
        reverted: { type: 'boolean', doc: 'Whether somebody else has taken it back' },
        requestedAt: { type: 'time', doc: 'When it was asked for', sortable: true },
      },
      answer: Page(ResponseRow),
    },
    values: valuesOf('/api/v1/responses'),
    get: {
      method: 'GET',
      path: '/api/v1/responses/:id',
      summary: 'One response: each step with before and after, evidence with its hashes',
      permission: 'view',
      params,
      answer: ResponseDetail,
    },
    request: {
      method: 'POST',
      path: '/api/v1/responses',
      summary: 'Respond, or see what a response would change; who may not respond asks for approval by it',
      permission: 'request-response',
      body: Type.Object(
        {
          cluster: Type.String({ minLength: 1, maxLength: 300, description: 'Id' }),
          action: Type.Enum([...RESPONSE_ACTIONS]),
          target: ResponseTarget,
          params: Type.Optional(ResponseParams),
          reason: Type.String({ minLength: 1, maxLength: 2000 }),
          dryRun: Type.Optional(Type.Boolean({ description: 'Only plan' })),
          askApproval: Type.Optional(Type.Boolean({ description: 'Wait for a second person, also where one might respond alone' })),
          undoAfterSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 * 86_400 })),
        },
        strict,
      ),
      answer: ResponseDetail,
      status: 201,
    },
    approve: {
      method: 'POST',
      path: '/api/v1/responses/:id/approve',
      summary: 'Approve; not by who asked, unless there is no other administrator',
      permission: 'respond',
      params,
      body: Why,
      answer: ResponseDetail,
    },
    refuse: {
      method: 'POST',
      path: '/api/v1/responses/:id/refuse',
      summary: 'Refuse what waits for approval',
      permission: 'respond',
      params,
      body: Why,
      answer: ResponseDetail,
    },
    undo: {
      method: 'POST',
      path: '/api/v1/responses/:id/undo',
      summary: 'Take a response back',
      permission: 'respond',
      params,
      body: Why,
      answer: ResponseDetail,
    },
  },
});
