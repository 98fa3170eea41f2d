import type { ComplianceItem, Control, ControlResult, Result, Standard, State } from '@breakwater/model';
import type { Check, CheckFinding } from './check/check.ts';
import type { ClusterView } from './cluster-view.ts';

/** What decides controls, once for all standards. */
export interface Deciders {
  readonly view: ClusterView;
  readonly checks: readonly Check[];
  /** What policies say of the objects, by policy; one that is missing was not evaluated. */
  readonly results: ReadonlyMap<string, readonly Result[]>;
  readonly language: 'en' | 'ja';
}

/** Every control of a standard with what each of its deciders says of each object or node. */
export function evaluateStandard(standard: Standard, deciders: Deciders): readonly ControlResult[] {
  const findings = new Map<string, readonly CheckFinding[]>();
  return standard.controls.map(control => evaluateControl(standard.id, control, deciders, findings));
}

function evaluateControl(
  framework: string,
  control: Control,
  deciders: Deciders,
  findings: Map<string, readonly CheckFinding[]>,
): ControlResult {
  const { language } = deciders;
  const items = [
    ...(control.checks ?? []).flatMap(id => listCheckItems({ framework, control: control.id, id }, deciders, findings)),
    ...(control.policies ?? []).flatMap(id => listPolicyItems({ framework, control: control.id, id }, deciders)),
  ];
  const title = language === 'ja' ? control.ja : control.title;
  const base = { framework, control: control.id, title, group: control.group ?? '', level: control.level ?? '' };
  if ((control.checks ?? []).length + (control.policies ?? []).length === 0) {
    return { ...base, state: 'manual', reason: control.undecided ?? 'nothing decides it yet; somebody has to attest it', items: [] };
  }
  return { ...base, state: foldStates(items), reason: '', items };
}

interface Named {
  readonly framework: string;
  readonly control: string;
  readonly id: string;
}

function listCheckItems(
  { framework, control, id }: Named,
  { view, checks, language }: Deciders,
  known: Map<string, readonly CheckFinding[]>,
): readonly ComplianceItem[] {
  const check = checks.find(candidate => candidate.id === id);
  if (check === undefined) throw new TypeError(`control ${framework} ${control} names the check '${id}', which does not exist`);
  const findings = known.get(id) ?? check.decide(view);
  known.set(id, findings);
  return findings.map(({ subject, state, message, evidence, remediation }) => ({
    framework,
    control,
    check: id,
    state,
    severity: check.severity,
    subject,
    message: message[language],
    evidence: [...evidence],
    remediation: remediation?.[language] ?? '',
  }));
}

function listPolicyItems({ framework, control, id }: Named, { results, language }: Deciders): readonly ComplianceItem[] {
  const found = results.get(id);
  if (found === undefined) {
    const message =
      language === 'ja'
        ? 'クラスターのオブジェクトが与えられていないため評価できません'
        : 'objects of the cluster were not given, so that no policy could judge them';
    const subject = { kind: 'Cluster', name: 'cluster' };
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

/** States that keep a control off `pass`, the one that says most first. */
const ORDER: readonly State[] = ['fail', 'error', 'not-evaluated', 'review', 'inconsistent', 'manual', 'accepted'];

/** A control passes when something that decides it passed and nothing else stands against it. Nobody having looked is never a pass. */
function foldStates(items: readonly ComplianceItem[]): State {
  const states = new Set(items.map(({ state }) => state));
  const worst = ORDER.find(state => states.has(state));
  if (worst !== undefined) return worst;
  return states.has('pass') ? 'pass' : 'not-applicable';
}
