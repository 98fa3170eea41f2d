import type { Attestation, ComplianceItem, ControlResult, Exception, Problem, RunScope, Standard } from '@breakwater/model';
import { checks } from '../checks.generated.ts';
import type { ClusterView } from '../cluster-view.ts';
import { acceptItems } from './accept-items.ts';
import { attestControls } from './attest-controls.ts';
import { listTargets } from './list-targets.ts';
import { narrowToScope } from './narrow-to-scope.ts';

/** What people have agreed on about a cluster, and which part of it they ask about. */
export interface Agreements {
  readonly exceptions: readonly Exception[];
  readonly attestations: readonly Attestation[];
  readonly scope: RunScope;
}

/** Exceptions, as the one model of them understands them. */
export interface ExceptionModel {
  readonly createBook: (
    exceptions: readonly Exception[],
    options: { readonly cluster: string; readonly now: string; readonly asked: ReadonlySet<string>; readonly known: ReadonlySet<string> },
  ) => { readonly find: (item: ComplianceItem) => Exception | undefined; readonly listProblems: () => readonly Problem[] };
  readonly listOverbroad: (items: readonly ComplianceItem[]) => readonly Problem[];
  /** Whether a pattern with * takes a name. */
  readonly matches: (pattern: string, name: string) => boolean;
}

export interface DecisionOptions extends Agreements {
  readonly view: ClusterView;
  readonly standards: readonly Standard[];
  /** Every standard that there is. */
  readonly known: readonly Standard[];
  /** Every policy that there is: their exceptions were heard when they judged. */
  readonly policies: { readonly has: (policy: string) => boolean; readonly keys: () => Iterable<string> };
  readonly cluster: string;
  readonly language: 'en' | 'ja';
  /** RFC 3339 UTC. */
  readonly now: string;
}

/** Narrows, accepts and attests what was found, in this order: what is out of scope needs nobody's word. */
export function decideByPeople(
  results: readonly ControlResult[],
  options: DecisionOptions,
  model: ExceptionModel,
): { readonly results: readonly ControlResult[]; readonly problems: readonly Problem[] } {
  const { exceptions, attestations, scope, standards, policies, cluster, language, now } = options;
  const known = new Set([...listTargets(options.known), ...policies.keys(), ...checks.map(({ id }) => id)]);
  const own = exceptions.filter(({ target }) => !policies.has(target));
  const book = model.createBook(own, { cluster, now, asked: listTargets(standards), known });
  const narrowed = narrowToScope(results, scope, { view: options.view, matches: model.matches }, language);
  const accepted = acceptItems(narrowed, item => book.find(item));
  const problems = [...book.listProblems(), ...model.listOverbroad(accepted.flatMap(({ items }) => items))];
  return { results: attestControls(accepted, attestations, { now, cluster, language }), problems };
}
