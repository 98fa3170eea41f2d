import { Exception as ExceptionShape, Scope, VEX_STATUSES } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { EXCEPTION_KINDS } from '../findings.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';
import { ViolationRow } from './violations.ts';

const params = Type.Object({ id: Type.String() });

/** `local` ones stand in manifests or files of the cluster and are only shown. */
export const EXCEPTION_STATES = ['requested', 'approved', 'denied', 'expired', 'ended'] as const;

export const ExceptionRow = Type.Object({
  id: Type.String(),
  state: Type.Enum([...EXCEPTION_STATES]),
  exception: Type.Unsafe<ExceptionShape>(ExceptionShape),
  requestedAt: Type.String(),
  decidedAt: Type.Optional(Type.String()),
  decision: Type.Optional(Type.String({ description: 'What the person who decided wrote' })),
  selfApproved: Type.Boolean({ description: 'Approved by who asked for it, since there was nobody else' }),
  violations: Type.Integer({ description: 'Accepted because of it, now' }),
  kind: Type.Optional(Type.Enum([...EXCEPTION_KINDS], { description: 'Of vulnerabilities' })),
  findings: Type.Integer({ description: 'Of vulnerabilities: packages of images that it covers, now' }),
});

export const EXCEPTION_EVENTS = ['requested', 'approved', 'denied', 'expired', 'ended'] as const;

export const ExceptionDetail = Type.Object({
  ...ExceptionRow.properties,
  history: Type.Array(
    Type.Object({
      at: Type.String(),
      event: Type.Enum([...EXCEPTION_EVENTS]),
      by: Type.String({ description: 'Empty for what time did' }),
      comment: Type.String(),
    }),
    { description: 'The newest first' },
  ),
  accepted: Type.Array(ViolationRow, { description: 'Violations that it accepts now, the most severe first; at most 200' }),
  covered: Type.Array(
    Type.Object({
      image: Type.String({ description: 'Id in /images' }),
      reference: Type.String(),
      digest: Type.String(),
      package: Type.String(),
      version: Type.String(),
    }),
    { description: 'Packages of images whose vulnerability it covers now; at most 200' },
  ),
});

const Decision = Type.Object({ comment: Type.String({ minLength: 1, maxLength: 2000 }) }, strict);

export const resource = defineResource({
  name: 'exceptions',
  doc: 'Violations that are accepted for a reason, until an end',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/exceptions',
      summary: 'Exceptions',
      permission: 'view',
      query: ListQuery,
      list: {
        state: { type: 'choice', doc: 'State', choices: EXCEPTION_STATES },
        target: { type: 'text', doc: 'Policy, vulnerability or control', sortable: true },
        kind: { type: 'choice', doc: 'What it says of a vulnerability', choices: EXCEPTION_KINDS },
        requester: { type: 'text', doc: 'Who asked', sortable: true },
        expiry: { type: 'time', doc: 'End', sortable: true },
        requestedAt: { type: 'time', doc: 'When it was asked for', sortable: true },
        cluster: { type: 'text', doc: 'Cluster that it may hold in, by id or name' },
        namespace: { type: 'text', doc: 'Namespace that it may hold in' },
      },
      answer: Page(ExceptionRow),
    },
    values: valuesOf('/api/v1/exceptions'),
    get: {
      method: 'GET',
      path: '/api/v1/exceptions/:id',
      summary: 'One exception, its history and what it accepts now',
      permission: 'view',
      params,
      answer: ExceptionDetail,
    },
    request: {
      method: 'POST',
      path: '/api/v1/exceptions',
      summary: 'Ask for an exception',
      permission: 'request-exception',
      body: Type.Object(
        {
          target: Type.String({ minLength: 1, maxLength: 300 }),
          scope: Type.Unsafe<Scope>(Scope),
          reason: Type.String({ minLength: 1, maxLength: 2000 }),
          expiry: Type.Optional(Type.String({ description: 'RFC 3339 UTC or a date' })),
          until: Type.Optional(Type.Literal('fixable', { description: 'Of vulnerabilities: until somebody has fixed it' })),
          vexStatus: Type.Optional(Type.Enum([...VEX_STATUSES])),
        },
        strict,
      ),
      answer: ExceptionRow,
      status: 201,
    },
    vex: {
      method: 'GET',
      path: '/api/v1/exceptions/vex',
      summary: 'OpenVEX of the approved exceptions that speak of one image',
      permission: 'view',
      query: Type.Object({ image: Type.String({ maxLength: 1000, description: 'Id in /images, or a reference' }) }, strict),
      answer: Type.Record(Type.String(), Type.Unknown()),
    },
    approve: {
      method: 'POST',
      path: '/api/v1/exceptions/:id/approve',
      summary: 'Approve; not by who asked, unless there is no other administrator',
      permission: 'approve-exception',
      params,
      body: Decision,
      answer: ExceptionRow,
    },
    deny: {
      method: 'POST',
      path: '/api/v1/exceptions/:id/deny',
      summary: 'Deny',
      permission: 'approve-exception',
      params,
      body: Decision,
      answer: ExceptionRow,
    },
    end: {
      method: 'POST',
      path: '/api/v1/exceptions/:id/end',
      summary: 'End now',
      permission: 'approve-exception',
      params,
      body: Decision,
      answer: ExceptionRow,
    },
  },
});
