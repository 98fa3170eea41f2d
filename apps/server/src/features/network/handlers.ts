import { network } from '@breakwater/api';
import { findAnalysedCluster } from '../../analysis/store.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { listObserved } from './observed/store.ts';

export function createNetworkFeature({ analyst, query: db }: ServerContext): Feature {
  return defineFeature(network, {
    graph: async ({ principal, query: { cluster, namespaces = '' } }) => {
      const wanted = namespaces.split(',').filter(name => name !== '');
      const { id, output } = await analyst.ask(principal, cluster, 'graph', { namespaces: wanted });
      const { nodes, isTruncated, namespaces: pairs, known, ...graph } = output;
      return {
        ...graph,
        nodes: nodes.map(({ key, ...node }) => ({ workload: toRowId(id, key), ...node })),
        pairs,
        namespaces: known,
        truncated: isTruncated,
      };
    },
    connections: async ({ principal, query: { cluster, workload } }) =>
      (await analyst.ask(principal, cluster, 'connections', { workload })).output,
    explain: async ({ principal, query: { cluster, protocol = 'TCP', ...asked } }) =>
      (await analyst.ask(principal, cluster, 'explain', { ...asked, protocol })).output,
    preview: async ({ principal, body: { cluster, text, removed = [] } }) => {
      const { isTruncated, ...preview } = (await analyst.ask(principal, cluster, 'preview', { text, removed })).output;
      return { ...preview, truncated: isTruncated };
    },
    flows: async ({ principal, body: { cluster, text } }) => (await analyst.ask(principal, cluster, 'flows', { text })).output,
    observed: async ({ principal, query: { cluster, days = 7 } }) => {
      const { id } = (await findAnalysedCluster(db, principal, cluster)) ?? refuseUnknown('cluster');
      return (await analyst.ask(principal, id, 'observed', { rows: await listObserved(db, principal, id, days) })).output;
    },
    generate: async ({ principal, query: { cluster, namespace } }) =>
      (await analyst.ask(principal, cluster, 'generate', { namespace })).output,
  });
}
