import { namespaces } from '@breakwater/api';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { parseRowId, toRowId } from '../../list/row-id.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import { listPage, listValues } from '../../list/store.ts';
import { PART_KINDS, toParts } from './parts.ts';
import { findNamespace, listAccountUses, listParts, type NamespaceRecord, namespacesSource, readIsolation } from './store.ts';

export function createNamespacesFeature({ query, analyst }: ServerContext): Feature {
  const find = async (principal: Principal, id: string): Promise<NamespaceRecord> => {
    const place = parseRowId(id);
    const found = place === undefined ? undefined : await findNamespace(query, principal, { cluster: place.cluster, name: place.key });
    return found ?? refuseUnknown('namespace');
  };
  return defineFeature(namespaces, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<NamespaceRecord>(query, namespaces.endpoints.list.list, request, namespacesSource(principal));
      return { ...page, results: page.results.map(toNamespace) };
    },
    values: ({ principal, query: request }) => listValues(query, namespaces.endpoints.list.list, request, namespacesSource(principal)),
    get: async ({ principal, params }) => {
      const record = await find(principal, params.id);
      const { cluster, name } = record;
      const [parts, isolation, uses] = await Promise.all([
        listParts(query, cluster, name, PART_KINDS),
        readIsolation(query, cluster, name),
        listAccountUses(query, cluster, name),
      ]);
      return { ...toNamespace(record), ...toParts(parts, uses), isolation };
    },
    proposals: async ({ principal, params }) => {
      const { cluster, name } = await find(principal, params.id);
      return (await analyst.ask(principal, cluster, 'proposals', { namespace: name })).output;
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
