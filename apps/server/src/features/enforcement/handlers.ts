import { enforcement } from '@breakwater/api';
import type { Principal } from '../../access/principal.ts';
import type { Language } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage, listValues } from '../../list/store.ts';
import { readPolicySet, readPresets } from '../../policy-set/store.ts';
import { readReplicas } from '../../views/replicas/store.ts';
import { listEnforcementRows } from './rows.ts';
import { enforcementSource, listClusters, listToldEnforcement } from './store.ts';

export function createEnforcementFeature({ query, pool, catalogue }: ServerContext): Feature {
  const { list: fields } = enforcement.endpoints.list;
  const listRows = async (principal: Principal, language: Language) => {
    const [known, set, presets, clusters, told, admission] = await Promise.all([
      catalogue.read(),
      readPolicySet(pool),
      readPresets(query),
      listClusters(query, principal),
      listToldEnforcement(query, principal),
      readReplicas(query, principal),
    ]);
    const ofClusters = new Map(presets.clusters.map(({ cluster, preset }) => [cluster, preset]));
    return listEnforcementRows({ catalogue: known, set, presets: ofClusters, clusters, told, admission, language });
  };
  return defineFeature(enforcement, {
    list: async ({ principal, query: request, language }) => {
      const rows = await listRows(principal, language);
      const byId = new Map(rows.map(row => [row.id, row]));
      const page = await listPage<{ readonly id: string }>(query, fields, request, enforcementSource(rows));
      return { ...page, results: page.results.flatMap(({ id }) => byId.get(id) ?? []) };
    },
    values: async ({ principal, query: request, language }) =>
      listValues(query, fields, request, enforcementSource(await listRows(principal, language))),
  });
}
