import type { Enforcement, PolicyDefinition, PolicyParam } from '@breakwater/model';
import type { PolicySet } from '@breakwater/protocol';
import type { Catalogue, Language } from '../../catalogue/catalogue.ts';
import { addStates, type PolicyStates } from '../../views/policies/store.ts';

/** Everything that rows of policies are made of. */
export interface PolicyView {
  readonly catalogue: Catalogue;
  /** As people stated it. */
  readonly set: PolicySet;
  /** Policies that are on where no narrower setting says otherwise. */
  readonly enabled: ReadonlySet<string>;
  readonly states: readonly PolicyStates[];
  readonly language: Language;
}

export function toPolicyRow(policy: PolicyDefinition, { catalogue, set, enabled, states, language }: PolicyView) {
  const { id, severity, stages, target, categories, enforcement } = policy;
  const own = catalogue.own.get(id);
  return {
    id,
    title: catalogue.describe(id, language).title,
    severity,
    categories,
    stages,
    target,
    enabled: enabled.has(id),
    builtIn: own === undefined,
    states: addStates(states.filter(row => row.policy === id)),
    enforcement: findEnforcement(enforcement, set, id),
    settings: set.settings.filter(setting => setting.policy === id).length,
    ...(own === undefined ? {} : { revision: own.revision, updatedBy: own.updatedBy, updatedAt: own.updatedAt }),
  };
}

export function toPolicy(policy: PolicyDefinition, view: PolicyView) {
  const { catalogue, set, states, language } = view;
  const { message } = language === 'ja' ? policy.ja : policy;
  const { rationale, remediation } = catalogue.describe(policy.id, language);
  return {
    ...toPolicyRow(policy, view),
    rationale,
    remediation,
    message,
    matchConditions: policy.matchConditions ?? [],
    variables: policy.variables ?? [],
    expression: policy.expression,
    params: describeParams(policy, language),
    standards: policy.standards,
    examples: catalogue.findExamples(policy.id),
    ownSettings: set.settings.filter(setting => setting.policy === policy.id).map(({ policy: _policy, ...setting }) => setting),
    clusters: states
      .filter(row => row.policy === policy.id)
      .map(row => ({ cluster: row.cluster, clusterName: row.clusterName, states: addStates([row]) })),
  };
}

/** What is done where no narrower setting says otherwise. */
function findEnforcement(own: Enforcement | undefined, { settings }: PolicySet, id: string): Enforcement {
  const general = settings.filter(({ policy, scope }) => policy === id && Object.keys(scope).length === 0);
  return Object.assign({}, own, ...general.map(({ enforcement }) => enforcement));
}

/** Parameters with their docs in a language, in English where nobody wrote them in it. */
function describeParams({ params = {}, ja }: PolicyDefinition, language: Language): Record<string, PolicyParam> {
  const texts = (language === 'ja' ? ja.params : undefined) ?? {};
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, { ...param, doc: texts[name] ?? param.doc }]));
}
