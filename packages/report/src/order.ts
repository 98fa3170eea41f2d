import { compareSeverity, type Result, type Severity } from '@breakwater/model';
import type { ResultList } from './result-list.ts';

/** Findings of one resource, worst first. */
export interface Group {
  readonly results: readonly Result[];
  readonly worst: Severity;
}

/** Groups by resource; the resource with the worst finding first, then the one with most of them, then by name. */
export function groupByResource(results: readonly Result[]): readonly Group[] {
  const groups = [...Map.groupBy(results, ({ target }) => [target.kind, target.namespace, target.name].join('\n')).entries()];
  return groups
    .map(([key, members]) => ({ key, results: members.toSorted(compareResults), worst: worstOf(members) }))
    .toSorted((a, b) => compareSeverity(b.worst, a.worst) || countWorst(b) - countWorst(a) || (a.key < b.key ? -1 : 1));
}

function countWorst({ results, worst }: Group): number {
  return results.filter(result => result.severity === worst && result.state === 'fail').length;
}

function worstOf(results: readonly Result[]): Severity {
  return results.map(weigh).reduce((worst, severity) => (compareSeverity(severity, worst) > 0 ? severity : worst), 'info');
}

/** What is no violation never pushes a resource up. */
function weigh(result: Result): Severity {
  return result.state === 'fail' ? result.severity : 'info';
}

/** Worst first, then by place, policy and container. */
export function compareResults(a: Result, b: Result): number {
  return (
    compareSeverity(weigh(b), weigh(a)) ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    compareText(a.policy, b.policy) ||
    compareText(a.container ?? '', b.container ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `Deployment shop/cart`. */
export function nameResource({ target }: Result): string {
  return `${target.kind} ${target.namespace === '' ? '' : `${target.namespace}/`}${target.name}`;
}

/** `file:line:column`, empty for what has no place in a file. */
export function formatLocation({ location }: Pick<Result, 'location'>): string {
  return location === undefined ? '' : `${location.file}:${location.line}:${location.column}`;
}

/** Identity of a finding that stays the same when lines move: policy, object, container and field. */
export function toFingerprint({ policy, target, container, path }: Result): string {
  return [policy, target.apiVersion, target.kind, target.namespace, target.name, container ?? '', path ?? ''].join('|');
}

/** What calls for action; the rest is told by the summary. */
export function listFindings(results: ResultList): readonly Result[] {
  return results.filter(result => result.state === 'fail').toSorted(compareResults);
}
