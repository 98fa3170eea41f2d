import { activity, events, type ListFields } from '@breakwater/api';
import { describeEvent } from '@breakwater/behavior';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { parseDayRowId, toDayRowId } from '../../list/row-id.ts';
import { type ListRequest, listPage, listValues } from '../../list/store.ts';
import { findNamedClusters } from '../../views/clusters/store.ts';
import { activitySource } from '../activity/store.ts';
import { type EventRecord, eventsSource, readEvent, recentEventsSource } from './store.ts';

export function createEventsFeature({ query }: ServerContext): Feature {
  const readPage = async (principal: Principal, fields: ListFields, request: ListRequest) =>
    listPage<EventRecord>(query, fields, request, eventsSource(principal, await findNamedClusters(query, request.filter, fields)));
  return defineFeature(events, {
    list: async ({ principal, query: request }) => {
      const page = await readPage(principal, events.endpoints.list.list, request);
      return { ...page, results: page.results.map(toRow) };
    },
    export: async ({ principal, query: { sort = 'time', ...request } }) => {
      const page = await readPage(principal, events.endpoints.export.list, { ...request, sort });
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
