import { acceptItems, attestControls, checks, listTargets, narrowToScope } from '@breakwater/compliance';
import type { Attestation, Exception, RunScope, Standard } from '@breakwater/model';
import { createControlExceptions, listOverbroad, matchPattern } from '@breakwater/policy';
import { builtInPolicies, builtInStandards } from '../catalogue.ts';
import type { Assessed } from './assess.ts';

/** What people have agreed on about a cluster, and which part of it they ask about. */
export interface Agreements {
  readonly exceptions: readonly Exception[];
  readonly attestations: readonly Attestation[];
  readonly scope: RunScope;
}

export interface DecisionOptions extends Agreements {
  readonly standards: readonly Standard[];
  readonly cluster: string;
  readonly language: 'en' | 'ja';
  /** RFC 3339 UTC. */
  readonly now: string;
}

const POLICIES: ReadonlySet<string> = new Set(builtInPolicies.map(({ id }) => id));

/** Narrows, accepts and attests what was found, in this order: what is out of scope needs nobody's word. Exceptions of policies were heard when they judged. */
export function decideByPeople(assessed: Assessed, options: DecisionOptions): Assessed {
  const { exceptions, attestations, standards, cluster, language, now, scope } = options;
  const own = exceptions.filter(({ target }) => !POLICIES.has(target));
  const book = createControlExceptions(own, { cluster, now, asked: listTargets(standards), known: listKnown() });
  const narrowed = narrowToScope(assessed.results, scope, matchPattern, language);
  const accepted = acceptItems(narrowed, item => book.find(item));
  const problems = [...book.listProblems(), ...listOverbroad(accepted.flatMap(({ items }) => items))];
  return {
    ...assessed,
    results: attestControls(accepted, attestations, { now, cluster, language }),
    problems: [...assessed.problems, ...problems],
  };
}

/** Of exceptions, those that policies hear while they judge. */
export function listPolicyExceptions(exceptions: readonly Exception[]): readonly Exception[] {
  return exceptions.filter(({ target }) => POLICIES.has(target));
}

function listKnown(): ReadonlySet<string> {
  return new Set([...listTargets(builtInStandards), ...POLICIES, ...checks.map(({ id }) => id)]);
}
