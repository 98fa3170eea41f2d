import type { Evidence, State } from '@breakwater/model';
import type { Texts } from './check/check.ts';
import type { ClusterView } from './cluster-view.ts';

/** What it means that a policy judged nothing. */
export interface NothingJudged {
  readonly state: State;
  readonly message: Texts;
  readonly evidence: readonly Evidence[];
}

const PODS = ['Pod', 'Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Job', 'CronJob', 'ReplicationController'];

/** Kinds of which every cluster has some, by the target that is made of them; one of each list has to be there, or nobody fetched them. */
const PRESENT: Readonly<Record<string, readonly (readonly string[])[]>> = {
  binding: [['ClusterRoleBinding'], ['ClusterRole']],
  role: [['ClusterRole']],
  'service-account': [['ServiceAccount']],
  namespace: [['Namespace']],
  workload: [PODS],
  container: [PODS],
  image: [PODS],
  service: [['Service']],
  secret: [['Secret']],
  storage: [PODS],
};

/** Kinds that a cluster may well have none of. */
const OPTIONAL: readonly string[] = ['ingress', 'network'];

/**
 * Why a policy has nothing to say of a cluster: what it looks at was looked at and nothing concerns it, or nobody fetched what it looks at. Evidence counts what was there.
 *
 * @param target what the policy judges, as binding
 */
export function explainNothing(target: string, view: ClusterView): NothingJudged {
  if (target === 'request') {
    return unseen(
      'requests are known to the audit log only; a connected cluster is judged by them',
      '要求は監査ログでのみ確認できます。接続されたクラスターで判定します',
    );
  }
  const groups = PRESENT[target] ?? [];
  const missing = groups.find(kinds => count(kinds, view) === 0);
  if (missing !== undefined) {
    const kind = nameKinds(missing);
    return unseen(
      `no ${kind} is among the objects, and every cluster has some: fetch them too`,
      `どのクラスターにもある ${kind} が与えられていません。取得対象に加えてください`,
    );
  }
  const evidence = groups.map(kinds => ({ source: 'api', path: nameKinds(kinds), value: count(kinds, view) }));
  const sum = evidence.map(({ path, value }) => `${value} ${path}`).join(', ');
  if (OPTIONAL.includes(target)) {
    return { state: 'not-applicable', message: { en: 'nothing of the kind is there', ja: '該当する対象がありません' }, evidence };
  }
  const looked = sum === '' ? `${view.objects.length} objects` : sum;
  return {
    state: 'pass',
    message: { en: `looked at ${looked}: nothing of the kind`, ja: `${looked} を確認: 該当なし` },
    evidence: sum === '' ? [{ source: 'api', path: 'objects', value: view.objects.length }] : evidence,
  };
}

const nameKinds = (kinds: readonly string[]): string => (kinds === PODS ? 'workload' : (kinds[0] ?? ''));

function unseen(en: string, ja: string): NothingJudged {
  return { state: 'not-evaluated', message: { en, ja }, evidence: [] };
}

function count(kinds: readonly string[], view: ClusterView): number {
  return kinds.reduce((sum, kind) => sum + view.listObjects(kind).length, 0);
}
