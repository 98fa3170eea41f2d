import type { Policy, PolicyDefinition } from '@breakwater/model';
import { listRelated } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import { builtInPolicies } from '../../../catalogue/catalogue.ts';
import type { PlainRegime } from '../../../judge/messages.ts';
import { selectPolicies } from '../../../policy-set/list-enabled.ts';

/** One change of one policy. */
export interface WhatIf {
  readonly id: string;
  /** In the place of the policy, or beside the others. */
  readonly policy: Policy | undefined;
  /** In the place of its settings. */
  readonly settings: readonly Omit<PolicySet['settings'][number], 'policy'>[] | undefined;
  readonly remove: boolean;
}

/** The policy set as it would be. */
export function applyWhatIf(set: PolicySet, { id, policy, settings, remove }: WhatIf): PolicySet {
  const others = set.policies.filter(own => own.id !== id);
  const own = policy ?? (remove ? undefined : set.policies.find(candidate => candidate.id === id));
  const ofOthers = set.settings.filter(setting => setting.policy !== id);
  const kept = remove
    ? []
    : (settings?.map(setting => ({ ...setting, policy: id })) ?? set.settings.filter(setting => setting.policy === id));
  return { ...set, policies: own === undefined ? others : [...others, own], settings: [...ofOthers, ...kept] };
}

/** Regimes of a cluster with the policies that the change can touch, and no others. */
export function toRegimes(before: PolicySet, after: PolicySet, id: string): { readonly before: PlainRegime; readonly after: PlainRegime } {
  const related = listRelated(new Set([id]), [...listPolicies(before), ...listPolicies(after)]);
  return { before: toRegime(before, related), after: toRegime(after, related) };
}

function toRegime(set: PolicySet, related: ReadonlySet<string>): PlainRegime {
  const policies = listPolicies(set).filter(policy => related.has(policy.id) && policy.stages.includes('deploy'));
  const { ids, params } = selectPolicies(set.preset, set.policies);
  return {
    policies: policies.map(withoutExamples),
    selection: { ids: [...ids].filter(id => related.has(id)), params },
    settings: set.settings.filter(({ policy }) => related.has(policy)),
    exceptions: set.exceptions.filter(({ target }) => related.has(target)),
  };
}

function listPolicies({ policies }: PolicySet): readonly PolicyDefinition[] {
  const own = new Set(policies.map(({ id }) => id));
  return [...builtInPolicies.filter(({ id }) => !own.has(id)), ...policies];
}

function withoutExamples(policy: PolicyDefinition & { readonly examples?: unknown }): PolicyDefinition {
  const { examples: _examples, ...definition } = policy;
  return definition;
}

/** Kinds that Kubernetes derives from others; sensors judge by them and do not send them. */
const NOT_STORED = /EndpointSlice|\bEndpoints\b|\.endpoints\b/;

/** Whether a policy reads what only sensors have. */
export function readsUnstored({ expression, variables = [], matchConditions = [] }: PolicyDefinition): boolean {
  return [expression, ...matchConditions, ...variables.map(variable => variable.expression)].some(text => NOT_STORED.test(text));
}
