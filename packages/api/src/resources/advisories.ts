import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';

/** Hours after which a database is stale: feeds publish daily. */
export const STALE_HOURS = 48;

export const AdvisoryDatabase = Type.Object({
  digest: Type.String(),
  built: Type.String(),
  ageHours: Type.Integer(),
  stale: Type.Boolean({ description: `Older than ${STALE_HOURS} hours: what was published since is not found` }),
  newest: Type.Boolean({ description: 'Whether images are matched by it' }),
  records: Type.Integer(),
  feeds: Type.Array(
    Type.Object({
      name: Type.String(),
      newest: Type.String({ description: 'Time of its newest record; empty when it states none' }),
      records: Type.Integer(),
      verified: Type.Boolean({ description: 'Whether its shape was checked against a document of its publisher' }),
    }),
  ),
  scanners: Type.Array(Type.String(), { description: 'That have it now' }),
  seenAt: Type.String({ description: 'When a scanner last told of it' }),
  matched: Type.Integer({ description: 'Images that were last matched by it' }),
  waiting: Type.Integer({ description: 'Images that were matched by an older one or never' }),
});

export const resource = defineResource({
  name: 'advisories',
  doc: 'Advisory databases by which scanners match images',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/advisories',
      summary: 'Advisory databases that scanners told of, the newest first',
      permission: 'view',
      query: ListQuery,
      list: {
        built: { type: 'time', doc: 'When it was built', sortable: true },
        seenAt: { type: 'time', doc: 'When a scanner last told of it', sortable: true },
        records: { type: 'number', doc: 'Records', sortable: true },
      },
      answer: Page(AdvisoryDatabase),
    },
  },
});
