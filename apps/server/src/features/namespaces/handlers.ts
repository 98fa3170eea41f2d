import { namespaces } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import { listPage } from '../../list/store.ts';
import { type NamespaceRecord, namespacesSource } from './store.ts';

export function createNamespacesFeature({ query }: ServerContext): Feature {
  return defineFeature(namespaces, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<NamespaceRecord>(query, namespaces.endpoints.list.list, request, namespacesSource(principal));
      return { ...page, results: page.results.map(toNamespace) };
    },
  });
}

function toNamespace({ cluster, clusterName, name, labels, owner, networkPolicies, workloads, violations, risk }: NamespaceRecord) {
  // https://kubernetes.io/docs/concepts/security/pod-security-admission/
  const level = (mode: string): string => labels[`pod-security.kubernetes.io/${mode}`] ?? '';
  return {
    id: toRowId(cluster, name),
    cluster,
    clusterName,
    name,
    labels,
    owner,
    podSecurity: { enforce: level('enforce'), audit: level('audit'), warn: level('warn') },
    networkPolicies,
    workloads,
    violations: toSeverityCounts(violations),
    risk,
  };
}
