import { nodeFacts } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage } from '../../list/store.ts';
import { type FactsRecord, factsSource, findCluster, storeFacts } from './store.ts';

/** Clocks of nodes may be wrong; facts from far in the future would keep all later ones out. */
const MAX_AHEAD_MS = 24 * 60 * 60_000;

export function createNodeFactsFeature({ query }: ServerContext): Feature {
  return defineFeature(nodeFacts, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<FactsRecord>(query, nodeFacts.endpoints.list.list, request, factsSource(principal));
      return { ...page, results: [...page.results] };
    },
    upload: async ({ principal, body: { cluster, facts } }) => {
      const collected = Date.parse(facts.collectedAt);
      if (Number.isNaN(collected) || collected > Date.now() + MAX_AHEAD_MS)
        throw new RequestError('bad-request', 'body.facts.collectedAt: it is no time that has been.', "Look at the node's clock.");
      const id = (await findCluster(query, principal, cluster)) ?? refuseUnknown('cluster');
      await storeFacts(query, id, facts);
      return { cluster: id, node: facts.node, collectedAt: facts.collectedAt };
    },
  });
}
