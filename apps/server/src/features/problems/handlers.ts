import { isPermitted, problems } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { type ProblemRecord, problemsSource } from './store.ts';

export function createProblemsFeature({ query }: ServerContext): Feature {
  return defineFeature(problems, {
    list: async ({ principal, query: request }) => {
      const source = problemsSource(principal, isPermitted(principal.role, 'administer'));
      const page = await listPage<ProblemRecord>(query, problems.endpoints.list.list, request, source);
      return { ...page, results: page.results.map(toProblem) };
    },
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
