import type { ComplianceItem, Control, ControlResult, Result, Standard, State } from '@breakwater/model';
import { type Check, type CheckFinding, CLUSTER } from './check/check.ts';
import type { ClusterView } from './cluster-view.ts';
import type { NothingJudged } from './nothing-judged.ts';

/** What decides controls, once for all standards. */
export interface Deciders {
  /** What a check says of the cluster; undefined where there is no such check. */
  readonly findFindings: (check: string) => FoundByCheck | undefined;
  /** What policies say of the objects, by policy; one that is missing was not evaluated. */
  readonly results: ReadonlyMap<string, readonly Result[]>;
  /** What it means that a policy judged nothing. */
  readonly explainNothing: (policy: string) => NothingJudged;
  readonly language: 'en' | 'ja';
}

interface FoundByCheck {
  readonly severity: Check['severity'];
  readonly findings: readonly CheckFinding[];
}

/** Asks each check when a control first needs it, and once. */
export function createFindings(view: ClusterView, checks: readonly Check[]): Deciders['findFindings'] {
  const byId = new Map(checks.map(check => [check.id, check]));
  const found = new Map<string, FoundByCheck>();
  return id => {
    const known = found.get(id);
    const check = byId.get(id);
    if (known !== undefined || check === undefined) return known;
    const made = { severity: check.severity, findings: check.decide(view) };
    found.set(id, made);
    return made;
  };
}

/** Every control of a standard with what each of its deciders says of each object or node. */
export function evaluateStandard(standard: Standard, deciders: Deciders): readonly ControlResult[] {
  return standard.controls.map(control => evaluateControl(standard.id, control, deciders));
}

function evaluateControl(framework: string, control: Control, deciders: Deciders): ControlResult {
  const { language } = deciders;
  const looked = [
    ...(control.checks ?? []).flatMap(id => listCheckItems({ framework, control: control.id, id }, deciders)),
    ...(control.policies ?? []).flatMap(id => listPolicyItems({ framework, control: control.id, id }, deciders)),
  ];
  const asked = (control.probes ?? []).flatMap(id => listCheckItems({ framework, control: control.id, id }, deciders));
  const items = joinProbes(looked, asked);
  const title = language === 'ja' ? control.ja : control.title;
  const base = { framework, control: control.id, title, group: control.group ?? '', level: control.level ?? '' };
  if ((control.checks ?? []).length + (control.policies ?? []).length === 0) {
    return { ...base, state: 'manual', reason: explainUndecided(control, language), items: [] };
  }
  return { ...base, state: foldStates(items), reason: '', items };
}

function explainUndecided({ undecided, undecidedJa }: Control, language: 'en' | 'ja'): string {
  if (language === 'ja') return undecidedJa ?? undecided ?? 'まだ判定の手段がありません。担当者による証明が必要です';
  return undecided ?? 'nothing decides it yet; somebody has to attest it';
}

interface Named {
  readonly framework: string;
  readonly control: string;
  readonly id: string;
}

function listCheckItems({ framework, control, id }: Named, { findFindings, language }: Deciders): readonly ComplianceItem[] {
  const found = findFindings(id);
  if (found === undefined) throw new TypeError(`control ${framework} ${control} names the check '${id}', which does not exist`);
  return found.findings.map(({ subject, state, message, evidence, remediation }) => ({
    framework,
    control,
    check: id,
    state,
    severity: found.severity,
    subject,
    message: message[language],
    evidence: [...evidence],
    remediation: remediation?.[language] ?? '',
  }));
}

function listPolicyItems({ framework, control, id }: Named, { results, explainNothing, language }: Deciders): readonly ComplianceItem[] {
  const found = results.get(id);
  const subject = { kind: CLUSTER.kind, name: CLUSTER.name };
  if (found?.length === 0) {
    const { state, message, evidence } = explainNothing(id);
    const base = { framework, control, check: id, severity: 'info' as const, subject, remediation: '' };
    return [{ ...base, state, message: message[language], evidence: [...evidence] }];
  }
  if (found === undefined) {
    const message =
      language === 'ja'
        ? 'クラスターのオブジェクトが与えられていないため評価できません'
        : 'objects of the cluster were not given, so that no policy could judge them';
    return [{ framework, control, check: id, state: 'not-evaluated', severity: 'info', subject, message, evidence: [], remediation: '' }];
  }
  return found.map(({ state, severity, message, target, container, evidence, remediation, exception }) => ({
    framework,
    control,
    check: id,
    state,
    severity,
    subject: {
      kind: target.kind,
      name: target.name,
      ...(target.namespace === '' ? {} : { namespace: target.namespace }),
      ...(container === undefined ? {} : { container }),
    },
    message,
    evidence,
    remediation: state === 'fail' || state === 'review' ? remediation : '',
    ...(exception === undefined ? {} : { exception }),
  }));
}

/** Who could not look is helped by who asked; where nobody asked nothing is said of it, since looking is enough. */
function joinProbes(looked: readonly ComplianceItem[], asked: readonly ComplianceItem[]): ComplianceItem[] {
  const answered = asked.filter(({ state }) => state === 'pass' || state === 'fail');
  if (answered.length === 0) return [...looked];
  const isBlind = looked.every(({ state }) => state === 'not-evaluated' || state === 'not-applicable');
  return isBlind ? answered : [...looked, ...answered];
}

/** States that keep a control off `pass`, the one that says most first. */
const ORDER: readonly State[] = ['fail', 'error', 'not-evaluated', 'review', 'inconsistent', 'manual', 'accepted'];

/** A control passes when something that decides it passed and nothing else stands against it. Nobody having looked is never a pass. */
export function foldStates(items: readonly ComplianceItem[]): State {
  const states = new Set(items.map(({ state }) => state));
  const worst = ORDER.find(state => states.has(state));
  if (worst !== undefined) return worst;
  return states.has('pass') ? 'pass' : 'not-applicable';
}
