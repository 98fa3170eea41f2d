import { matchSelector } from '@breakwater/inventory';
import type { AdmissionRequest, MatchResources, ResourceRule } from './shapes.ts';

/** What a request is matched by, besides its resource. */
export interface MatchInput {
  readonly request: AdmissionRequest;
  /** Labels of the object; those of oldObject where there is no object. */
  readonly objectLabels: Readonly<Record<string, string>>;
  /** Labels of the object's namespace; undefined for cluster-scoped objects. */
  readonly namespaceLabels: Readonly<Record<string, string>> | undefined;
}

/**
 * Whether matchConstraints or matchResources take a request. Without resourceRules a binding takes what its policy takes.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#resource-matching
 */
export function matchResources(match: MatchResources | undefined, input: MatchInput): boolean {
  if (match === undefined) return true;
  const { resourceRules, excludeResourceRules = [] } = match;
  return (
    matchesSelector(match.objectSelector, input.objectLabels) &&
    (input.namespaceLabels === undefined || matchesSelector(match.namespaceSelector, input.namespaceLabels)) &&
    !excludeResourceRules.some(rule => matchRule(rule, input.request)) &&
    (resourceRules === undefined || resourceRules.some(rule => matchRule(rule, input.request)))
  );
}

/** Whether a selector reads labels of the namespace beyond its name, which every namespace carries. */
export function asksNamespaceLabels(match: MatchResources | undefined): boolean {
  const { matchLabels = {}, matchExpressions = [] } = (match?.namespaceSelector ?? {}) as {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly { readonly key?: string }[];
  };
  return [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].some(key => key !== 'kubernetes.io/metadata.name');
}

function matchesSelector(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return selector === undefined || selector === null || matchSelector(selector, labels);
}

function matchRule(rule: ResourceRule, { operation, resource, subResource, namespace, name }: AdmissionRequest): boolean {
  const scoped = namespace === '' ? 'Cluster' : 'Namespaced';
  return (
    includes(rule.operations, operation) &&
    includes(rule.apiGroups, resource.group) &&
    includes(rule.apiVersions, resource.version) &&
    (rule.resources ?? []).some(pattern => matchResource(pattern, resource.resource, subResource)) &&
    (rule.scope === undefined || rule.scope === '*' || rule.scope === scoped) &&
    (rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
}

function includes(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted?.some(entry => entry === '*' || entry === value) === true;
}

/** `pods`, `pods/exec`, `*`, `pods/*`, `*` + `/scale`, `*` + `/*`; a bare `*` takes no sub-resource. */
function matchResource(pattern: string, resource: string, subResource: string): boolean {
  const slash = pattern.indexOf('/');
  const [wanted, sub] = slash < 0 ? [pattern, ''] : [pattern.slice(0, slash), pattern.slice(slash + 1)];
  return (wanted === '*' || wanted === resource) && (sub === '*' || sub === subResource);
}
