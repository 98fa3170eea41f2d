import type { ComplianceItem, ControlResult, RunScope } from '@breakwater/model';
import { narrowResults } from './narrow-results.ts';

const OUT_OF_SCOPE = { en: 'nothing that it is about is in the scope of this run', ja: 'この実行の範囲に対象がありません' };

type Matches = (pattern: string, value: string) => boolean;

/** Keeps what is in the scope of a run. */
export function narrowToScope(
  results: readonly ControlResult[],
  scope: RunScope,
  matches: Matches,
  language: 'en' | 'ja',
): readonly ControlResult[] {
  return narrowResults(results, subject => isMeant(subject, scope, matches), OUT_OF_SCOPE[language]);
}

/** What stands in no namespace and on no node is of the whole cluster, and always meant. */
function isMeant({ kind, name, namespace, node }: ComplianceItem['subject'], { namespaces, nodes }: RunScope, matches: Matches): boolean {
  const isIn = (patterns: readonly string[] | undefined, value: string | undefined): boolean =>
    patterns === undefined || value === undefined || patterns.some(pattern => matches(pattern, value));
  return isIn(namespaces, kind === 'Namespace' ? name : namespace) && isIn(nodes, kind === 'Node' ? name : node);
}
