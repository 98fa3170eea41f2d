import type { PolicyDefinition } from '@breakwater/model';
import type { PolicySet } from '@breakwater/protocol';
import { describePolicy, findExamples, type Language } from '../../catalogue/catalogue.ts';
import { listEnabled } from '../../policy-set/list-enabled.ts';
import { addStates, type PolicyStates } from '../../views/policies/store.ts';

/** Everything that rows of policies are made of. */
export interface PolicyView {
  readonly set: PolicySet;
  readonly states: readonly PolicyStates[];
  readonly language: Language;
}

export function toPolicyRow(policy: PolicyDefinition, enabled: ReadonlySet<string>, { set, states, language }: PolicyView) {
  const { id, severity, stages, target, categories } = policy;
  return {
    id,
    title: describePolicy(id, language).title,
    severity,
    categories,
    stages,
    target,
    enabled: enabled.has(id),
    builtIn: true,
    states: addStates(states.filter(row => row.policy === id)),
    settings: set.settings.filter(setting => setting.policy === id).length,
  };
}

export function toPolicy(policy: PolicyDefinition, view: PolicyView) {
  const { set, states, language } = view;
  const { message } = language === 'ja' ? policy.ja : policy;
  const { rationale, remediation } = describePolicy(policy.id, language);
  return {
    ...toPolicyRow(policy, listEnabled(set), view),
    rationale,
    remediation,
    message,
    matchConditions: policy.matchConditions ?? [],
    variables: policy.variables ?? [],
    expression: policy.expression,
    params: policy.params ?? {},
    standards: policy.standards,
    enforcement: policy.enforcement ?? {},
    examples: findExamples(policy.id),
    ownSettings: set.settings.filter(setting => setting.policy === policy.id).map(({ policy: _policy, ...setting }) => setting),
    clusters: states
      .filter(row => row.policy === policy.id)
      .map(row => ({ cluster: row.cluster, clusterName: row.clusterName, states: addStates([row]) })),
  };
}
