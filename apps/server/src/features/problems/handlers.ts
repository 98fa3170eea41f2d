import { isPermitted, problems } from '@breakwater/api';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { type ProblemRecord, problemsSource } from './store.ts';

export function createProblemsFeature({ query }: ServerContext): Feature {
  const seenBy = (principal: Principal) => problemsSource(principal, isPermitted(principal.role, 'administer'));
  return defineFeature(problems, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ProblemRecord>(query, problems.endpoints.list.list, request, seenBy(principal));
      return { ...page, results: page.results.map(toProblem) };
    },
    values: ({ principal, query: request }) => listValues(query, problems.endpoints.list.list, request, seenBy(principal)),
  });
}

function toProblem({ id, cluster, clusterName, code, message, source, since }: ProblemRecord) {
  return {
    id: toRowId(cluster ?? '', id),
    ...(cluster === null || clusterName === null ? {} : { cluster, clusterName }),
    code,
    message,
    source,
    since,
  };
}
