import type { ComplianceItem, ControlResult, RunScope } from '@breakwater/model';
import type { ClusterView } from '../cluster-view.ts';
import { isMap, readAt } from '../evidence/yaml.ts';
import { narrowResults } from './narrow-results.ts';

const OUT_OF_SCOPE = { en: 'nothing that it is about is in the scope of this run', ja: 'この実行の範囲に対象がありません' };

interface Surroundings {
  readonly view: Pick<ClusterView, 'findNode'>;
  /** Whether a pattern with * takes a name. */
  readonly matches: (pattern: string, value: string) => boolean;
}

/** Keeps what is in the scope of a run. */
export function narrowToScope(
  results: readonly ControlResult[],
  scope: RunScope,
  surroundings: Surroundings,
  language: 'en' | 'ja',
): readonly ControlResult[] {
  return narrowResults(results, subject => isMeant(subject, scope, surroundings), OUT_OF_SCOPE[language]);
}

/** What stands in no namespace and on no node is of the whole cluster, and always meant. */
function isMeant(subject: ComplianceItem['subject'], scope: RunScope, { view, matches }: Surroundings): boolean {
  const { kind, name, namespace, node } = subject;
  const isIn = (patterns: readonly string[] | undefined, value: string | undefined): boolean =>
    patterns === undefined || value === undefined || patterns.some(pattern => matches(pattern, value));
  const onNode = kind === 'Node' ? name : node;
  return isIn(scope.namespaces, kind === 'Namespace' ? name : namespace) && isIn(scope.nodes, onNode) && isInGroup(onNode);

  /** Nodes of which nobody knows the labels are in no group. */
  function isInGroup(value: string | undefined): boolean {
    const wanted = Object.entries(scope.nodeLabels ?? {});
    if (value === undefined || wanted.length === 0) return true;
    const labels = readAt(view.findNode(value)?.object, ['metadata', 'labels']);
    return isMap(labels) && wanted.every(([key, pattern]) => typeof labels[key] === 'string' && matches(pattern, labels[key]));
  }
}
