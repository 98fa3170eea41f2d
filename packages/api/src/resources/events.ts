import { EVENT_TYPES, Event } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

/** Events beyond which nobody counts. */
export const COUNTED_EVENTS = 10_000;

const PLACE = {
  cluster: Type.String(),
  clusterName: Type.String(),
  node: Type.String(),
  namespace: Type.String(),
  workload: Type.String({ description: 'Kind and name, as Deployment/web; empty where none is known' }),
  pod: Type.String(),
  container: Type.String(),
};

export const EventRow = Type.Object({
  id: Type.String(),
  time: Type.String({ description: 'RFC 3339 UTC' }),
  type: Type.Enum([...EVENT_TYPES]),
  ...PLACE,
  program: Type.String({ description: 'Path of the program whose doing it is' }),
  subject: Type.String({ description: 'What it is about: program, peer, name, file, operation' }),
  text: Type.String({ description: 'The event in one line' }),
});

const FIELDS = {
  time: { type: 'time', doc: 'When it happened', sortable: true },
  cluster: { type: 'text', doc: 'Cluster, by id or name' },
  namespace: { type: 'text', doc: 'Namespace' },
  workload: { type: 'text', doc: 'Kind and name of the workload' },
  container: { type: 'text', doc: 'Container' },
  type: { type: 'choice', choices: [...EVENT_TYPES], doc: 'What kind of event' },
  subject: { type: 'text', doc: 'What it is about: program, peer, name, file, operation' },
  node: { type: 'text', doc: 'Node' },
  pod: { type: 'text', doc: 'Pod' },
  program: { type: 'text', doc: 'Path of the program whose doing it is' },
} as const;

export const resource = defineResource({
  name: 'events',
  doc: 'What containers did, and what the API server recorded',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/events',
      summary: `Events of the last days, the newest first; they are counted up to ${COUNTED_EVENTS}`,
      permission: 'view',
      query: ListQuery,
      list: FIELDS,
      answer: Page(EventRow),
    },
    export: {
      method: 'GET',
      path: '/api/v1/events/export',
      summary: 'Whole events, the oldest first unless asked otherwise, page after page',
      permission: 'view',
      query: ListQuery,
      list: FIELDS,
      answer: Page(Event),
    },
    values: valuesOf('/api/v1/events'),
    get: {
      method: 'GET',
      path: '/api/v1/events/:id',
      summary: 'One event with its process and ancestors',
      permission: 'view',
      params: Type.Object({ id: Type.String() }),
      answer: Type.Object({ ...EventRow.properties, event: Event }),
    },
  },
});
