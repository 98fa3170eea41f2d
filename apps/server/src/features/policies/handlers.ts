import { policies } from '@breakwater/api';
import { SEVERITIES } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import type { Language } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage, listValues } from '../../list/store.ts';
import { listEnabled } from '../../policy-set/list-enabled.ts';
import { readPolicySets } from '../../policy-set/store.ts';
import { matchOneCluster } from '../../views/clusters/store.ts';
import { listPolicyStates } from '../../views/policies/store.ts';
import { checkSettings } from './check-settings.ts';
import { createDryRunHandlers } from './dry-run/handlers.ts';
import { createAuthoringHandlers } from './own/handlers.ts';
import { type PolicyView, toPolicy, toPolicyRow } from './rows.ts';
import { type PolicyIndexRow, policiesSource, replaceSettings } from './store.ts';
import { createWhatIfHandlers } from './what-if/handlers.ts';

type PolicyRow = ReturnType<typeof toPolicyRow>;

export function createPoliciesFeature(context: ServerContext): Feature {
  const { query, pool, catalogue } = context;
  const view = async (principal: Principal, language: Language): Promise<PolicyView> => {
    const [known, { stated, effective }, states] = await Promise.all([
      catalogue.read(),
      readPolicySets(pool),
      listPolicyStates(query, principal, matchOneCluster(undefined)),
    ]);
    return { catalogue: known, set: stated, enabled: listEnabled(effective), states, language };
  };
  const { list: fields } = policies.endpoints.list;
  const listRows = async (principal: Principal, language: Language): Promise<readonly PolicyRow[]> => {
    const seen = await view(principal, language);
    return seen.catalogue.policies.map(policy => toPolicyRow(policy, seen));
  };
  const show = async (principal: Principal, id: string, language: Language) => {
    const seen = await view(principal, language);
    return toPolicy(seen.catalogue.find(id) ?? refuseUnknown('policy'), seen);
  };
  return defineFeature(policies, {
    list: async ({ principal, query: request, language }) => {
      const rows = await listRows(principal, language);
      const byId = new Map(rows.map(row => [row.id, row]));
      const page = await listPage<{ readonly id: string }>(query, fields, request, policiesSource(rows.map(toIndexRow)));
      return { ...page, results: page.results.flatMap(({ id }) => byId.get(id) ?? []) };
    },
    values: async ({ principal, query: request, language }) => {
      const rows = await listRows(principal, language);
      return listValues(query, fields, request, policiesSource(rows.map(toIndexRow)));
    },
    get: ({ principal, params: { id }, language }) => show(principal, id, language),
    setSettings: async ({ principal, params: { id }, body, language }) => {
      checkSettings((await catalogue.read()).find(id) ?? refuseUnknown('policy'), body.settings);
      await replaceSettings(query, id, body.settings, principal.name);
      return show(principal, id, language);
    },
    ...createAuthoringHandlers(context, show),
    ...createDryRunHandlers(context),
    ...createWhatIfHandlers(context),
  });
}

function toIndexRow(row: PolicyRow): PolicyIndexRow {
  return {
    ...row,
    severity: SEVERITIES.indexOf(row.severity),
    failing: row.states['fail'] ?? 0,
    enforcement: row.enforcement.deploy ?? 'inform',
  };
}
