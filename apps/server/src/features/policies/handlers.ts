import { policies } from '@breakwater/api';
import { type PolicyDefinition, SEVERITIES } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import { builtInPolicies, findPolicy, type Language } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage } from '../../list/store.ts';
import { listEnabled } from '../../policy-set/list-enabled.ts';
import { readPolicySet } from '../../policy-set/store.ts';
import { matchOneCluster } from '../../views/clusters/store.ts';
import { listPolicyStates } from '../../views/policies/store.ts';
import { checkSettings } from './check-settings.ts';
import { type PolicyView, toPolicy, toPolicyRow } from './rows.ts';
import { policiesSource, replaceSettings } from './store.ts';

export function createPoliciesFeature({ query, pool }: ServerContext): Feature {
  const view = async (principal: Principal, language: Language): Promise<PolicyView> => {
    const [set, states] = await Promise.all([readPolicySet(pool), listPolicyStates(query, principal, matchOneCluster(undefined))]);
    return { set, states, language };
  };
  return defineFeature(policies, {
    list: async ({ principal, query: request, language }) => {
      const seen = await view(principal, language);
      const enabled = listEnabled(seen.set);
      const byId = new Map(builtInPolicies.map(policy => [policy.id, toPolicyRow(policy, enabled, seen)]));
      const index = [...byId.values()].map(row => ({
        ...row,
        severity: SEVERITIES.indexOf(row.severity),
        failing: row.states['fail'] ?? 0,
      }));
      const page = await listPage<{ readonly id: string }>(query, policies.endpoints.list.list, request, policiesSource(index));
      return { ...page, results: page.results.flatMap(({ id }) => byId.get(id) ?? []) };
    },
    get: async ({ principal, params, language }) => toPolicy(find(params.id), await view(principal, language)),
    setSettings: async ({ principal, params, body, language }) => {
      const policy = find(params.id);
      checkSettings(policy, body.settings);
      await replaceSettings(query, policy.id, body.settings, principal.name);
      return toPolicy(policy, await view(principal, language));
    },
  });
}

function find(id: string): PolicyDefinition {
  return findPolicy(id) ?? refuseUnknown('policy');
}
