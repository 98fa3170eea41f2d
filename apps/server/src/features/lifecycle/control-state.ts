import type { Control } from '@breakwater/model';
import type { Language } from '../../catalogue/catalogue.ts';
import type { PolicyStates } from '../../views/policies/store.ts';
import { CHECKS } from './checks.ts';
import type { ClusterFacts } from './store.ts';
import type { Verdict } from './verdict.ts';

type Counts = PolicyStates['states'];

/** States that say that somebody looked and came to a verdict. */
const JUDGED = ['pass', 'fail', 'review', 'manual', 'accepted', 'inconsistent'] as const;
/** States that say that nobody could look. */
const BLIND = ['not-evaluated', 'error'] as const;

/** What controls of a cluster are decided by. */
export interface ControlView {
  readonly cluster: ClusterFacts;
  /** Counts by policy. */
  readonly states: ReadonlyMap<string, Counts>;
  /** Policies that are on anywhere. */
  readonly enabled: ReadonlySet<string>;
  readonly language: Language;
}

/** A control on one cluster; what could not be looked at is never a pass. */
export function toControlState(control: Control, view: ControlView) {
  const policies = (control.policies ?? []).map(id => ({ id, counts: view.states.get(id) }));
  const all = policies.flatMap(({ counts }) => counts ?? []);
  const sum = (names: readonly (keyof Counts)[]): number => all.reduce((total, counts) => total + addUp(counts, names), 0);
  const figures = { failing: sum(['fail']), review: sum(['review', 'manual', 'inconsistent']), blind: sum(BLIND), judged: sum(JUDGED) };
  return {
    id: control.id,
    group: control.group ?? '',
    title: view.language === 'ja' ? control.ja : control.title,
    ...decide(control, figures, view),
    failing: figures.failing,
    accepted: sum(['accepted']),
    judged: figures.judged,
    policies: policies.map(({ id, counts }) => ({ id, failing: addUp(counts, ['fail']), judged: addUp(counts, JUDGED) })),
  };
}

interface Figures {
  readonly failing: number;
  readonly review: number;
  readonly blind: number;
  readonly judged: number;
}

function decide(control: Control, { failing, review, blind, judged }: Figures, view: ControlView): Verdict {
  const say = (en: string, ja: string): string => (view.language === 'ja' ? ja : en);
  if ((control.policies ?? []).length === 0) return decideWithoutPolicies(control, view, say);
  if (failing > 0) return { state: 'fail', reason: '' };
  if (blind > 0) {
    return { state: 'not-evaluated', reason: say(`${toTargets(blind)} could not be looked at`, `${blind} 件の対象を確認できませんでした`) };
  }
  if (review > 0) {
    const reason = say(
      `${toTargets(review)} ${review === 1 ? 'needs' : 'need'} a person to look`,
      `${review} 件の対象は人による確認が必要です`,
    );
    return { state: 'review', reason };
  }
  if (judged > 0) return { state: 'pass', reason: '' };
  return decideUnjudged(control, view, say);
}

type Say = (en: string, ja: string) => string;

function decideWithoutPolicies(control: Control, { cluster, language }: ControlView, say: Say): Verdict {
  const check = CHECKS[control.id];
  if (check !== undefined) return check(cluster, language);
  return { state: 'undecided', reason: control.undecided ?? say('decided by nothing yet', 'まだ判定の手段がありません') };
}

/** Nothing was judged: nothing is there, nothing was looked for, or nobody has looked yet. */
function decideUnjudged({ policies = [] }: Control, { states, enabled }: ControlView, say: Say): Verdict {
  if (policies.some(id => states.has(id))) {
    return { state: 'not-applicable', reason: say('nothing of this kind is there', '該当する対象がありません') };
  }
  if (!policies.some(id => enabled.has(id))) {
    return { state: 'not-evaluated', reason: say('none of its policies is switched on', '該当するポリシーがすべて無効です') };
  }
  const reason = say('no policy of it has been evaluated on this cluster', 'このクラスターではまだどのポリシーも評価されていません');
  return { state: 'not-evaluated', reason };
}

function toTargets(count: number): string {
  return count === 1 ? '1 target' : `${count} targets`;
}

function addUp(counts: Counts | undefined, names: readonly (keyof Counts)[]): number {
  return names.reduce((total, name) => total + (counts?.[name] ?? 0), 0);
}
