import { activity, events } from '@breakwater/api';
import { describeEvent } from '@breakwater/behavior';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { parseDayRowId, toDayRowId } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { findNamedClusters } from '../../views/clusters/store.ts';
import { activitySource } from '../activity/store.ts';
import { type EventRecord, eventsSource, readEvent, recentEventsSource } from './store.ts';

export function createEventsFeature({ query }: ServerContext): Feature {
  return defineFeature(events, {
    list: async ({ principal, query: request }) => {
      const fields = events.endpoints.list.list;
      const clusters = await findNamedClusters(query, request.filter, fields);
      const page = await listPage<EventRecord>(query, fields, request, eventsSource(principal, clusters));
      return { ...page, results: page.results.map(toRow) };
    },
    export: async ({ principal, query: { sort = 'time', ...request } }) => {
      const fields = events.endpoints.export.list;
      const clusters = await findNamedClusters(query, request.filter, fields);
      const page = await listPage<EventRecord>(query, fields, { ...request, sort }, eventsSource(principal, clusters));
      return { ...page, results: page.results.map(({ event }) => event) };
    },
    // Of millions of events nobody could say it in time: what was counted from them names the same, and of the rest the newest do.
    values: ({ principal, query: request }) =>
      Object.hasOwn(activity.endpoints.list.list, request.field)
        ? listValues(query, activity.endpoints.list.list, request, activitySource(principal))
        : listValues(query, events.endpoints.list.list, request, recentEventsSource(principal)),
    get: async ({ principal, params: { id } }) => {
      const place = parseDayRowId(id);
      const found = place === undefined ? undefined : await readEvent(query, principal, place);
      return found === undefined ? refuseUnknown('event') : { ...toRow(found), event: found.event };
    },
  });
}

function toRow({ day, key, event, type: _, ...record }: EventRecord) {
  return { ...record, type: event.type, id: toDayRowId(record.cluster, day, key), text: describeEvent(event) };
}
