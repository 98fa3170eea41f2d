import { advisories, STALE_HOURS } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage } from '../../list/store.ts';
import { type AdvisoryRecord, advisoriesSource } from './store.ts';

export function createAdvisoriesFeature({ query }: ServerContext): Feature {
  return defineFeature(advisories, {
    list: async ({ query: request }) => {
      const page = await listPage<AdvisoryRecord>(query, advisories.endpoints.list.list, request, advisoriesSource);
      return { ...page, results: page.results.map(toDatabase) };
    },
  });
}

function toDatabase({ newest, ...record }: AdvisoryRecord) {
  return { ...record, newest: newest ?? false, stale: record.ageHours > STALE_HOURS };
}
