import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

export const ProblemRow = Type.Object({
  id: Type.String(),
  cluster: Type.Optional(Type.String({ description: 'Absent for the server’s own' })),
  clusterName: Type.Optional(Type.String()),
  code: Type.String(),
  message: Type.String(),
  source: Type.String(),
  since: Type.String(),
});

export const resource = defineResource({
  name: 'problems',
  doc: 'What could not be looked at or done',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/problems',
      summary: 'Problems that stand now',
      permission: 'view',
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        code: { type: 'text', doc: 'Code', sortable: true },
        source: { type: 'text', doc: 'Source', sortable: true },
        since: { type: 'time', doc: 'Since when', sortable: true },
      },
      answer: Page(ProblemRow),
    },
    values: valuesOf('/api/v1/problems'),
  },
});
