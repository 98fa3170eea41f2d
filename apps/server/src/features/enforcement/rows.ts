import type { Answer, enforcement } from '@breakwater/api';
import type { PolicyDefinition } from '@breakwater/model';
import { readWantedActions } from '@breakwater/policy';
import type { EnforcementState, PolicySet } from '@breakwater/protocol';
import type { Catalogue, Language } from '../../catalogue/catalogue.ts';
import { selectPolicies } from '../../policy-set/list-enabled.ts';
import type { ClusterReplicas } from '../../views/replicas/store.ts';
import { toReason } from './reasons.ts';
import type { ClusterName, ToldEnforcement } from './store.ts';
import { describeWebhook, type Webhook } from './webhook.ts';

export type EnforcementRow = Answer<typeof enforcement.endpoints.list>['results'][number];
/** What is known of each way in which a policy may be enforced. */
interface Ways {
  /** Undefined while the sensor has not said how. */
  readonly told: EnforcementState | undefined;
  readonly webhook: Webhook;
}

/** Everything that the rows are made of. */
export interface EnforcementView {
  readonly catalogue: Catalogue;
  readonly set: PolicySet;
  /** Presets of clusters that have one of their own. */
  readonly presets: ReadonlyMap<string, string>;
  readonly clusters: readonly ClusterName[];
  readonly told: readonly ToldEnforcement[];
  /** What is known of admission, by cluster. */
  readonly admission: ReadonlyMap<string, ClusterReplicas>;
  readonly language: Language;
}

/** A row for every policy and cluster where settings want something refused or warned of. */
export function listEnforcementRows(view: EnforcementView): readonly EnforcementRow[] {
  const { catalogue, set, clusters, presets } = view;
  const settings = Map.groupBy(set.settings, ({ policy }) => policy);
  const told = new Map(view.told.map(row => [`${row.cluster} ${row.policy}`, row.enforcement]));
  const enforced = catalogue.policies.filter(
    policy => policy.stages.includes('deploy') && statesAction(policy, settings.get(policy.id) ?? []),
  );
  return clusters.flatMap(cluster => {
    const preset = presets.get(cluster.id) ?? set.preset;
    const selection = selectPolicies(preset, set.policies);
    const { revision } = set;
    const admission = view.admission.get(cluster.id);
    return enforced.flatMap(policy => {
      const base = {
        enabled: selection.ids.has(policy.id),
        params: selection.params[policy.id] ?? {},
        enforcement: policy.enforcement ?? {},
      };
      const question = { policy, base, settings: settings.get(policy.id) ?? [], cluster: cluster.id };
      const { actions, everywhere } = readWantedActions(question);
      const [action] = actions;
      if (action === undefined) return [];
      const ways = {
        told: told.get(`${cluster.id} ${policy.id}`),
        webhook: describeWebhook({ policy: policy.id, preset, revision, admission }),
      };
      return [toRow(policy, cluster, { action, everywhere }, ways, view)];
    });
  });
}

function statesAction({ enforcement }: PolicyDefinition, settings: PolicySet['settings']): boolean {
  const stated = [enforcement?.deploy, ...settings.map(setting => setting.enforcement?.deploy)];
  return stated.some(action => action === 'deny' || action === 'warn');
}

function toRow(
  policy: PolicyDefinition,
  cluster: ClusterName,
  wanted: Pick<EnforcementRow, 'action' | 'everywhere'>,
  ways: Ways,
  { catalogue, language }: EnforcementView,
): EnforcementRow {
  const { id, severity } = policy;
  return {
    id: `${id} ${cluster.id}`,
    policy: id,
    title: catalogue.describe(id, language).title,
    severity,
    cluster: cluster.id,
    clusterName: cluster.name,
    ...wanted,
    ...describeWays(ways, language),
  };
}

function describeWays({ told, webhook }: Ways, language: Language): Pick<EnforcementRow, 'by' | 'native' | 'webhook' | 'reasons'> {
  const by = chooseWay(told, webhook);
  const natively = told?.native.reasons.map(({ code, message }) => toReason(code, message, language)) ?? [
    toReason('not-told', '', language),
  ];
  const { state: way, said, replicas } = webhook;
  const reason = WEBHOOK_REASONS[way];
  // A sensor that has not said how has not said either that there is no admission.
  const isSaid = reason !== undefined && by !== 'native' && (told !== undefined || way !== 'none') && (by !== 'pending' || way !== 'none');
  return {
    by,
    ...(told === undefined ? {} : { native: toNative(told) }),
    ...(way === 'none' ? {} : { webhook: { state: way, replicas } }),
    reasons: isSaid ? [...natively, toReason(reason, said, language)] : natively,
  };
}

/** What the API server enforces by itself needs nobody else; what nobody was seen to enforce is not said to be. */
function chooseWay(told: EnforcementState | undefined, { state }: Webhook): EnforcementRow['by'] {
  const native = told?.native.state;
  if (native === 'active') return 'native';
  if (state === 'enforces') return 'webhook';
  if (native === 'pending' || state === 'behind') return 'pending';
  return native === undefined || state === 'unknown' ? 'unknown' : 'none';
}

function toNative({ native: { state, objects, warnings, exempt } }: EnforcementState): NonNullable<EnforcementRow['native']> {
  return { state, objects, warnings, exempt };
}

/** Why admission does not enforce it, as codes of reasons. */
const WEBHOOK_REASONS: Readonly<Partial<Record<Webhook['state'], string>>> = {
  none: 'no-admission',
  behind: 'admission-behind',
  silent: 'admission-silent',
  unregistered: 'admission-unregistered',
  unusable: 'admission-unusable',
  unknown: 'admission-unknown',
};
