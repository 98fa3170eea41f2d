import type { Result, Standard, State } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import type { CheckFinding } from './check/check.ts';
import { ClusterView } from './cluster-view.ts';
import { evaluateStandard } from './evaluate-standard.ts';
import { explainNothing } from './nothing-judged.ts';

const toFinding = (state: State): CheckFinding => ({
  subject: { kind: 'Node', name: 'n' },
  state,
  message: { en: state, ja: state },
  evidence: [],
});
const control = (change: object) => ({ id: '1', title: 't', ja: 'j', ...change });
const standard = (change: object): Standard => ({ id: 'x', title: 't', ja: 'j', controls: [control(change)] });

function judge(
  change: object,
  states: Readonly<Record<string, readonly State[]>>,
  results: ReadonlyMap<string, readonly Result[]> = new Map(),
) {
  const findFindings = (id: string) => ({ severity: 'low' as const, findings: (states[id] ?? []).map(toFinding) });
  const explain = () => ({ state: 'pass' as const, message: { en: 'nothing', ja: 'なし' }, evidence: [] });
  const [result] = evaluateStandard(standard(change), { findFindings, results, explainNothing: explain, language: 'en' });
  return [result?.state, result?.items.map(item => `${item.check} ${item.state}`), result?.reason];
}

describe('a control', () => {
  it.each<[object, Readonly<Record<string, readonly State[]>>, readonly unknown[]]>([
    [{ checks: ['a'] }, { a: ['pass', 'fail'] }, ['fail', ['a pass', 'a fail'], '']],
    [{ checks: ['a'] }, { a: ['pass', 'not-evaluated'] }, ['not-evaluated', ['a pass', 'a not-evaluated'], '']],
    [{ checks: ['a'] }, { a: ['not-applicable'] }, ['not-applicable', ['a not-applicable'], '']],
    // Who asked helps where nobody could look.
    [{ checks: ['a'], probes: ['p'] }, { a: ['not-evaluated'], p: ['pass'] }, ['pass', ['p pass'], '']],
    [{ checks: ['a'], probes: ['p'] }, { a: ['not-applicable'], p: ['fail'] }, ['fail', ['p fail'], '']],
    // And contradicts where the running cluster does otherwise than its flags say.
    [{ checks: ['a'], probes: ['p'] }, { a: ['pass'], p: ['fail'] }, ['fail', ['a pass', 'p fail'], '']],
    [{ checks: ['a'], probes: ['p'] }, { a: ['pass'], p: ['not-evaluated'] }, ['pass', ['a pass'], '']],
    [{ checks: ['a'], probes: ['p'] }, { a: ['fail'], p: ['pass'] }, ['fail', ['a fail', 'p pass'], '']],
    [{ undecided: 'nobody knows' }, {}, ['manual', [], 'nobody knows']],
  ])('%j with %j', (change, states, wanted) => {
    expect(judge(change, states)).toStrictEqual(wanted);
  });

  it('whose policies judged nothing says what that means', () => {
    expect(judge({ policies: ['q'] }, {}, new Map([['q', []]]))).toStrictEqual(['pass', ['q pass'], '']);
  });
});

describe('a policy that judged nothing', () => {
  const say = (target: string, ...kinds: readonly string[]) => {
    const view = new ClusterView({ objects: kinds.map(kind => ({ kind, metadata: { name: 'x' } })), facts: [] });
    const { state, message } = explainNothing(target, view);
    return `${state}: ${message.en}`;
  };

  it.each([
    ['binding', ['ClusterRole', 'ClusterRoleBinding'], 'pass: looked at 1 ClusterRoleBinding, 1 ClusterRole: nothing of the kind'],
    ['binding', ['ClusterRole'], 'not-evaluated: no ClusterRoleBinding is among the objects, and every cluster has some: fetch them too'],
    ['workload', ['Deployment'], 'pass: looked at 1 workload: nothing of the kind'],
    ['workload', ['ConfigMap'], 'not-evaluated: no workload is among the objects, and every cluster has some: fetch them too'],
    ['ingress', ['Pod'], 'not-applicable: nothing of the kind is there'],
    ['object', ['Pod'], 'pass: looked at 1 objects: nothing of the kind'],
    ['request', ['Pod'], 'not-evaluated: requests are known to the audit log only; a connected cluster is judged by them'],
  ])('over %s among %j', (target, kinds, said) => {
    expect(say(target, ...kinds)).toBe(said);
  });
});
