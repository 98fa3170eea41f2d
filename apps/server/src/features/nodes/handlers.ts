import { nodes } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import { listPage } from '../../list/store.ts';
import { type NodeRecord, nodesSource } from './store.ts';

const ROLE = 'node-role.kubernetes.io/';

export function createNodesFeature({ query }: ServerContext): Feature {
  return defineFeature(nodes, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<NodeRecord>(query, nodes.endpoints.list.list, request, nodesSource(principal));
      return { ...page, results: page.results.map(toNode) };
    },
  });
}

function toNode({ cluster, clusterName, name, labels, ready, info, pods, violations }: NodeRecord) {
  const roles = Object.keys(labels).filter(label => label.startsWith(ROLE));
  return {
    id: toRowId(cluster, name),
    cluster,
    clusterName,
    name,
    roles: roles.map(label => label.slice(ROLE.length)).sort(),
    ready,
    kubeletVersion: info['kubeletVersion'] ?? '',
    containerRuntime: info['containerRuntimeVersion'] ?? '',
    osImage: info['osImage'] ?? '',
    kernel: info['kernelVersion'] ?? '',
    architecture: info['architecture'] ?? '',
    pods,
    violations: toSeverityCounts(violations),
  };
}
