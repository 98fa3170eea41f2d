import { Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

const settings = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  type: Type.String({ description: 'webhook or mail' }),
  enabled: Type.Boolean(),
  severity: Severity,
  owners: Type.Array(Type.String(), { description: 'Owners that it is for; empty for all' }),
  clusters: Type.Array(Type.String(), { description: 'Clusters that it is for; empty for all' }),
  config: Type.Record(Type.String(), Type.Unknown(), { description: 'Of its type; secrets are written, never read back' }),
};

export const Notifier = Type.Object({
  id: Type.String(),
  ...settings,
  waiting: Type.Integer({ description: 'Messages that wait to be delivered' }),
  delivered: Type.Integer(),
  lastError: Type.Optional(Type.String()),
});

export const resource = defineResource({
  name: 'notifiers',
  doc: 'Who is told of violations',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/notifiers',
      summary: 'Notifiers',
      permission: 'administer',
      query: ListQuery,
      list: { name: { type: 'text', doc: 'Name', sortable: true } },
      answer: Page(Notifier),
    },
    create: {
      method: 'POST',
      path: '/api/v1/notifiers',
      summary: 'Add a notifier',
      permission: 'administer',
      body: Type.Object(settings, strict),
      answer: Notifier,
      status: 201,
    },
    update: {
      method: 'PATCH',
      path: '/api/v1/notifiers/:id',
      summary: 'Change a notifier; secrets that are left out stay',
      permission: 'administer',
      params,
      body: Type.Partial(Type.Object(settings, strict), strict),
      answer: Notifier,
    },
    test: {
      method: 'POST',
      path: '/api/v1/notifiers/:id/test',
      summary: 'Send a test message now',
      permission: 'administer',
      params,
      answer: Type.Object({ delivered: Type.Boolean(), message: Type.String() }),
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/notifiers/:id',
      summary: 'Remove a notifier',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
  },
});
