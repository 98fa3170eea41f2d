import { nodeFacts } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isTimely, storeFacts } from '../../ingest/node-facts/store.ts';
import { listPage } from '../../list/store.ts';
import { type FactsRecord, factsSource, findCluster } from './store.ts';

export function createNodeFactsFeature({ query, pool }: ServerContext): Feature {
  return defineFeature(nodeFacts, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<FactsRecord>(query, nodeFacts.endpoints.list.list, request, factsSource(principal));
      return { ...page, results: [...page.results] };
    },
    upload: async ({ principal, body: { cluster, facts } }) => {
      if (!isTimely(facts, Date.now()))
        throw new RequestError('bad-request', 'body.facts.collectedAt: it is no time that has been.', "Look at the node's clock.");
      const id = (await findCluster(query, principal, cluster)) ?? refuseUnknown('cluster');
      await storeFacts(pool, id, facts);
      return { cluster: id, node: facts.node, collectedAt: facts.collectedAt };
    },
  });
}
