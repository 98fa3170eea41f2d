import type { ComplianceItem, ComplianceOutput, ControlResult, State } from '@breakwater/model';

/** Items of a control that are shown one by one. */
const SHOWN = 5;

const MARKS: Readonly<Record<State, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  review: 'review',
  manual: 'manual',
  'not-applicable': 'n/a',
  'not-evaluated': 'unseen',
  error: 'error',
  inconsistent: 'mixed',
  accepted: 'accepted',
};

/** States whose items say something that one has to know. */
const TOLD: readonly State[] = ['fail', 'error', 'review', 'inconsistent', 'not-evaluated', 'accepted'];

/** The answer for reading: a line for each control, below it what is wrong where and what makes it right, and in the end how much was decided. */
export function renderCompliance({ results, problems, summary }: ComplianceOutput, failing: boolean): string {
  const shown = failing ? results.filter(({ state }) => state === 'fail' || state === 'error') : results;
  const several = summary.frameworks.length > 1;
  const lines = shown.flatMap(control => renderControl(control, several));
  const told = problems.map(({ code, source, message }) => `${code}  ${source === '' ? '' : `${source}: `}${message}`);
  return [...lines, ...(lines.length === 0 ? [] : ['']), ...told, ...(told.length === 0 ? [] : ['']), renderSummary(summary), ''].join(
    '\n',
  );
}

function renderControl(control: ControlResult, several: boolean): readonly string[] {
  const name = several ? `${control.framework} ${control.control}` : control.control;
  const head = `${MARKS[control.state].padEnd(8)} ${name.padEnd(several ? 18 : 7)} ${control.title}`;
  const items = control.items.filter(({ state }) => TOLD.includes(state));
  const same = items.filter(({ state }) => state === control.state || state === 'fail');
  const rows = same.slice(0, SHOWN).flatMap(renderItem);
  const more = same.length > SHOWN ? [`           … and ${same.length - SHOWN} more`] : [];
  return [head, ...(control.reason === '' ? [] : [`           ${control.reason}`]), ...rows, ...more];
}

function renderItem(item: ComplianceItem): readonly string[] {
  const where = item.subject.kind === 'Cluster' ? '' : `${nameSubject(item)}: `;
  return [`           ${where}${item.message}`, ...(item.remediation === '' ? [] : [`             → ${item.remediation}`])];
}

/** As `Pod shop/web app`. */
export function nameSubject({ subject: { kind, namespace = '', name, container } }: Pick<ComplianceItem, 'subject'>): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}${container === undefined ? '' : ` ${container}`}`;
}

function renderSummary({ frameworks, nodes, objects, controls, decided }: ComplianceOutput['summary']): string {
  const total = Object.values(controls).reduce((sum, count) => sum + count, 0);
  const states = Object.entries(controls)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  return `${frameworks.join(', ')}: ${total} controls, ${decided} decided by evidence (${states.join(', ')}); ${nodes} nodes and ${objects} objects were seen`;
}
