import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

export const AuditRecord = Type.Object({
  id: Type.String(),
  at: Type.String(),
  actor: Type.String({ description: 'User or token' }),
  action: Type.String({ description: 'Resource and endpoint: exceptions.approve' }),
  object: Type.String({ description: 'Id in the path, if there is one' }),
  status: Type.Integer({ description: 'HTTP status of the answer' }),
  address: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown(), { description: 'What was sent, without secrets' }),
});

export const resource = defineResource({
  name: 'audit',
  doc: 'Every call that changed something, or tried to',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/audit',
      summary: 'Audit records, the newest first',
      permission: 'administer',
      query: ListQuery,
      list: {
        at: { type: 'time', doc: 'When', sortable: true },
        actor: { type: 'text', doc: 'Who', sortable: true },
        action: { type: 'text', doc: 'What' },
        object: { type: 'text', doc: 'Id of what it was about' },
        status: { type: 'number', doc: 'HTTP status' },
      },
      answer: Page(AuditRecord),
    },
    values: valuesOf('/api/v1/audit', 'administer'),
  },
});
