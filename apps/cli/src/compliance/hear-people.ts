import { type Agreements, decideByPeople } from '@breakwater/compliance';
import type { Exception, Standard } from '@breakwater/model';
import { createControlExceptions, listOverbroad, matchPattern } from '@breakwater/policy';
import { builtInPolicies, builtInStandards } from '../catalogue.ts';
import type { Assessed } from './assess.ts';

interface DecisionOptions extends Agreements {
  readonly standards: readonly Standard[];
  readonly cluster: string;
  readonly language: 'en' | 'ja';
  /** RFC 3339 UTC. */
  readonly now: string;
}

const POLICIES: ReadonlySet<string> = new Set(builtInPolicies.map(({ id }) => id));
const MODEL = { createBook: createControlExceptions, listOverbroad, matches: matchPattern };

/** What was found, after people were heard. */
export function hearPeople(assessed: Assessed, options: DecisionOptions): Assessed {
  const { view, problems } = assessed;
  const decided = decideByPeople(assessed.results, { ...options, view, known: builtInStandards, policies: POLICIES }, MODEL);
  return { view, results: decided.results, problems: [...problems, ...decided.problems] };
}

/** Of exceptions, those that policies hear while they judge. */
export function listPolicyExceptions(exceptions: readonly Exception[]): readonly Exception[] {
  return exceptions.filter(({ target }) => POLICIES.has(target));
}
