import { activity } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { type ActivityRecord, activitySource } from './store.ts';

export function createActivityFeature({ query }: ServerContext): Feature {
  const fields = activity.endpoints.list.list;
  return defineFeature(activity, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ActivityRecord>(query, fields, request, activitySource(principal));
      return { ...page, results: page.results.map(toRow) };
    },
    values: ({ principal, query: request }) => listValues(query, fields, request, activitySource(principal)),
  });
}

function toRow(record: ActivityRecord) {
  const { cluster, day, namespace, workload, container, type, subject } = record;
  return { ...record, id: toRowId(cluster, JSON.stringify([day, namespace, workload, container, type, subject])) };
}
