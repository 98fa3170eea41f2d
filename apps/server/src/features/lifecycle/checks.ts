import type { Language } from '../../catalogue/catalogue.ts';
import type { ClusterFacts } from './store.ts';
import type { Verdict } from './verdict.ts';

/** A control that the server decides by what it knows of a cluster, for want of an object that a policy could judge. */
export type Check = (cluster: ClusterFacts, language: Language) => Verdict;

/** By control of the standard. */
export const CHECKS: Readonly<Record<string, Check>> = {
  /** Workloads come with their risk, so what is known of workloads is known in order. */
  'deploy-risk': (cluster, language) => {
    if (cluster.state !== 'connected') return describeAbsence(cluster, language);
    if (cluster.workloads > 0) return { state: 'pass', reason: '' };
    return { state: 'not-applicable', reason: language === 'ja' ? 'ワークロードがありません' : 'there are no workloads' };
  },
  'compliance-watched': (cluster, language) =>
    cluster.state === 'connected' ? { state: 'pass', reason: '' } : describeAbsence(cluster, language),
};

const ABSENCES: Readonly<Record<Exclude<ClusterFacts['state'], 'connected'>, Readonly<Record<Language, string>>>> = {
  away: { en: 'the sensor is not connected', ja: 'センサーが接続されていません' },
  syncing: { en: 'the sensor has not sent everything yet', ja: 'センサーからのデータがまだ揃っていません' },
  'never-seen': { en: 'the sensor was never connected', ja: 'センサーが一度も接続されていません' },
};

function describeAbsence({ state }: ClusterFacts, language: Language): Verdict {
  return { state: 'not-evaluated', reason: state === 'connected' ? '' : ABSENCES[state][language] };
}
