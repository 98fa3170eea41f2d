import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';

export const Scanner = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.String(),
  createdAt: Type.String(),
  seenAt: Type.Optional(Type.String({ description: 'Absent when it has joined and not asked for work yet' })),
  clusters: Type.Array(Type.String(), { description: 'Clusters whose pull secrets it can read' }),
  leased: Type.Integer({ description: 'Jobs that it works on' }),
  database: Type.Optional(
    Type.Object(
      {
        digest: Type.String(),
        built: Type.String(),
        records: Type.Integer(),
        feeds: Type.Array(Type.Object({ name: Type.String(), newest: Type.String(), records: Type.Integer(), verified: Type.Boolean() })),
      },
      { description: 'The advisories that it matches by; absent when it has none, and then what it reads is not matched' },
    ),
  ),
});

export const resource = defineResource({
  name: 'scanners',
  doc: 'Scanners, which read images and match them against advisories',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/scanners',
      summary: 'Scanners',
      permission: 'administer',
      query: ListQuery,
      list: {
        name: { type: 'text', doc: 'Name', sortable: true },
        seenAt: { type: 'time', doc: 'When it last asked for work', sortable: true },
      },
      answer: Page(Scanner),
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/scanners/:id',
      summary: 'Remove a scanner: it is refused from then on, and what it worked on is for others',
      permission: 'administer',
      params: Type.Object({ id: Type.String() }),
      answer: Type.Null(),
      status: 204,
    },
  },
});
