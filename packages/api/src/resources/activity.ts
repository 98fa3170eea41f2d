import { EVENT_TYPES } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

export const ActivityRow = Type.Object({
  id: Type.String(),
  day: Type.String({ description: 'In UTC, as 2026-12-01' }),
  cluster: Type.String(),
  clusterName: Type.String(),
  namespace: Type.String(),
  workload: Type.String({ description: 'Kind and name, as Deployment/web' }),
  container: Type.String(),
  type: Type.Enum([...EVENT_TYPES]),
  subject: Type.String({
    description: 'Program, peer, name, file or operation; empty for all beyond the 500 that one container is remembered by on a day',
  }),
  count: Type.Integer({ minimum: 1 }),
  firstSeen: Type.String(),
  lastSeen: Type.String(),
});

export const resource = defineResource({
  name: 'activity',
  doc: 'What workloads did, day by day: programs, connections, names and files, counted; kept for 30 days',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/activity',
      summary: 'What workloads did; the newest first',
      permission: 'view',
      query: ListQuery,
      list: {
        lastSeen: { type: 'time', doc: 'When it last happened on that day', sortable: true },
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        workload: { type: 'text', doc: 'Kind and name of the workload', sortable: true },
        container: { type: 'text', doc: 'Container' },
        type: { type: 'choice', choices: [...EVENT_TYPES], doc: 'What kind of event' },
        subject: { type: 'text', doc: 'Program, peer, name, file or operation', sortable: true },
        count: { type: 'number', doc: 'How often', sortable: true },
      },
      answer: Page(ActivityRow),
    },
    values: valuesOf('/api/v1/activity'),
  },
});
