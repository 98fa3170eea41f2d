import type { Answer, enforcement } from '@breakwater/api';
import type { PolicyDefinition } from '@breakwater/model';
import { readWantedActions } from '@breakwater/policy';
import type { EnforcementState, PolicySet } from '@breakwater/protocol';
import type { Catalogue, Language } from '../../catalogue/catalogue.ts';
import { selectPolicies } from '../../policy-set/list-enabled.ts';
import type { ClusterName, ToldEnforcement } from './store.ts';

export type EnforcementRow = Answer<typeof enforcement.endpoints.list>['results'][number];
type Reason = EnforcementRow['reasons'][number];

/** Everything that the rows are made of. */
export interface EnforcementView {
  readonly catalogue: Catalogue;
  readonly set: PolicySet;
  /** Presets of clusters that have one of their own. */
  readonly presets: ReadonlyMap<string, string>;
  readonly clusters: readonly ClusterName[];
  readonly told: readonly ToldEnforcement[];
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
    const selection = selectPolicies(presets.get(cluster.id) ?? set.preset, set.policies);
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
      return [toRow(policy, cluster, { action, everywhere }, told.get(`${cluster.id} ${policy.id}`), view)];
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
  told: EnforcementState | undefined,
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
    ...describeTold(told, language),
  };
}

function describeTold(told: EnforcementState | undefined, language: Language): Pick<EnforcementRow, 'by' | 'native' | 'reasons'> {
  if (told === undefined) return { by: 'unknown', reasons: [toReason('not-told', '', language)] };
  const { state, objects, warnings, exempt } = told.native;
  const by = state === 'active' ? 'native' : state === 'pending' ? 'pending' : 'none';
  const reasons = told.native.reasons.map(({ code, message }) => toReason(code, message, language));
  return {
    by,
    native: { state, objects, warnings, exempt },
    reasons: by === 'none' ? [...reasons, toReason('no-admission', '', language)] : reasons,
  };
}

/** What is said of reasons beside the words of the sensor, which are facts and names. */
const TEXTS: Readonly<Record<string, { readonly en: string; readonly ja: string; readonly next?: string }>> = {
  'no-native-form': { en: 'The API server alone cannot decide it:', ja: 'API サーバーだけでは判定できません:' },
  disabled: {
    en: 'The sensor of this cluster does not write to the API server.',
    ja: 'このクラスターのセンサーは API サーバーに書き込まない設定です。',
    next: 'breakwater install manifest --native-enforcement …',
  },
  'no-cluster': {
    en: 'These are files: no API server could refuse anything.',
    ja: 'ファイルを監視しているため、拒否する API サーバーがありません。',
  },
  'no-rights': {
    en: 'The sensor lacks the rights:',
    ja: 'センサーに権限がありません:',
    next: 'breakwater install manifest --native-enforcement …',
  },
  'name-taken': { en: 'An object of that name is not ours:', ja: '同じ名前のオブジェクトが、センサー以外によって作られています:' },
  refused: { en: 'The API server does not take it:', ja: 'API サーバーが受け付けません:' },
  unreachable: { en: 'It is not written yet:', ja: 'まだ書き込まれていません:' },
  'no-admission': {
    en: "Breakwater's own admission has not said that it enforces the policy in this cluster.",
    ja: 'このクラスターの Breakwater アドミッションから、このポリシーを強制しているという報告はありません。',
  },
  'not-told': {
    en: 'The sensor of this cluster has not said how: it is away since the setting changed, or of an older release.',
    ja: 'このクラスターのセンサーからまだ報告がありません。設定変更後に接続していないか、古いリリースです。',
  },
};

function toReason(code: string, said: string, language: Language): Reason {
  const text = TEXTS[code];
  const { next } = text ?? {};
  const message = text === undefined ? said : text[language].endsWith(':') ? `${text[language]} ${said}` : text[language];
  return { code, message, ...(next === undefined ? {} : { next }) };
}
