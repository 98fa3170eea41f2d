import { nodes } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { parseRowId, toRowId } from '../../list/row-id.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import { listPage, listValues } from '../../list/store.ts';
import { toViolationRow } from '../../views/violations/rows.ts';
import { listViolationsOf } from '../../views/violations/store.ts';
import { readStatus } from './status.ts';
import { findNode, hasUnnamedPods, listImagesOn, listLoads, type NodeRecord, nodesSource } from './store.ts';

const ROLE = 'node-role.kubernetes.io/';

export function createNodesFeature({ query, catalogue }: ServerContext): Feature {
  return defineFeature(nodes, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<NodeRecord>(query, nodes.endpoints.list.list, request, nodesSource(principal));
      return { ...page, results: page.results.map(toNode) };
    },
    values: ({ principal, query: request }) => listValues(query, nodes.endpoints.list.list, request, nodesSource(principal)),
    get: async ({ principal, params, language }) => {
      const place = parseRowId(params.id);
      const found = place === undefined ? undefined : await findNode(query, principal, { cluster: place.cluster, name: place.key });
      const record = found ?? refuseUnknown('node');
      const { cluster, name, key } = record;
      const [loads, images, partial, violations, known] = await Promise.all([
        listLoads(query, cluster, name),
        listImagesOn(query, cluster, name),
        hasUnnamedPods(query, cluster),
        listViolationsOf(query, cluster, key),
        catalogue.read(),
      ]);
      return {
        ...toNode(record),
        ...readStatus(record.raw),
        workloads: loads.map(({ key: workload, ...load }) => ({ workload: toRowId(cluster, workload), ...load })),
        partial,
        images: images.map(reference => ({ image: Buffer.from(reference).toString('base64url'), reference })),
        openViolations: violations.map(row => toViolationRow(row, known, language)),
      };
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
