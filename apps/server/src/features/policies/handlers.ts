import { policies } from '@breakwater/api';
import { SEVERITIES } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import type { Language } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage } from '../../list/store.ts';
import { listEnabled } from '../../policy-set/list-enabled.ts';
import { readPolicySet } from '../../policy-set/store.ts';
import { matchOneCluster } from '../../views/clusters/store.ts';
import { listPolicyStates } from '../../views/policies/store.ts';
import { checkSettings } from './check-settings.ts';
import { createDryRunHandlers } from './dry-run/handlers.ts';
import { createAuthoringHandlers } from './own/handlers.ts';
import { type PolicyView, toPolicy, toPolicyRow } from './rows.ts';
import { policiesSource, replaceSettings } from './store.ts';

export function createPoliciesFeature(context: ServerContext): Feature {
  const { query, pool, catalogue } = context;
  const view = async (principal: Principal, language: Language): Promise<PolicyView> => {
    const [known, set, states] = await Promise.all([
      catalogue.read(),
      readPolicySet(pool),
      listPolicyStates(query, principal, matchOneCluster(undefined)),
    ]);
    return { catalogue: known, set, states, language };
  };
  const show = async (principal: Principal, id: string, language: Language) => {
    const seen = await view(principal, language);
    return toPolicy(seen.catalogue.find(id) ?? refuseUnknown('policy'), seen);
  };
  return defineFeature(policies, {
    list: async ({ principal, query: request, language }) => {
      const seen = await view(principal, language);
      const enabled = listEnabled(seen.set);
      const byId = new Map(seen.catalogue.policies.map(policy => [policy.id, toPolicyRow(policy, enabled, seen)]));
      const index = [...byId.values()].map(row => ({
        ...row,
        severity: SEVERITIES.indexOf(row.severity),
        failing: row.states['fail'] ?? 0,
      }));
      const page = await listPage<{ readonly id: string }>(query, policies.endpoints.list.list, request, policiesSource(index));
      return { ...page, results: page.results.flatMap(({ id }) => byId.get(id) ?? []) };
    },
    get: ({ principal, params: { id }, language }) => show(principal, id, language),
    setSettings: async ({ principal, params: { id }, body, language }) => {
      checkSettings((await catalogue.read()).find(id) ?? refuseUnknown('policy'), body.settings);
      await replaceSettings(query, id, body.settings, principal.name);
      return show(principal, id, language);
    },
    ...createAuthoringHandlers(context, show),
    ...createDryRunHandlers(context),
  });
}
