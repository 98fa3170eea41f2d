import { formatPath } from '@breakwater/manifest';
import { type Path, type Raw, toTexts } from '../raw.ts';

/** One RBAC rule of a role, with the place it is written at. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly path: Path;
  /** Given through a RoleBinding: `*` covers no cluster-scoped resource then. */
  readonly namespaced?: true;
}

export function toRule(raw: Raw, path: Path): Rule {
  return {
    verbs: toTexts(raw['verbs']),
    apiGroups: toTexts(raw['apiGroups']),
    resources: toTexts(raw['resources']),
    resourceNames: toTexts(raw['resourceNames']),
    nonResourceURLs: toTexts(raw['nonResourceURLs']),
    path,
  };
}

/**
 * Whether a rule grants one of the verbs on one of the resources of a group, as the RBAC authorizer reads it:
 * `*` covers everything, `*` + `/sub` that sub-resource of everything, and `pods/*` nothing.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export function grants(rule: Rule, verbs: readonly string[], group: string, resources: readonly string[]): boolean {
  if (!rule.apiGroups.includes('*') && !rule.apiGroups.includes(group)) return false;
  return resources.some(resource => coversResource(rule.resources, resource) && verbs.some(verb => coversVerb(rule, verb, resource)));
}

function coversResource(granted: readonly string[], resource: string): boolean {
  if (granted.includes('*') || granted.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && granted.includes(`*${resource.slice(slash)}`);
}

function coversVerb(rule: Rule, verb: string, resource: string): boolean {
  if (!rule.verbs.includes('*') && !rule.verbs.includes(verb)) return false;
  if (rule.resourceNames.length > 0 && isNameless(verb, resource)) return false;
  return rule.namespaced === undefined || reachesNamespace(verb, resource);
}

/** A request without a name never matches a rule that is limited to names: the name of what is created stands in its body. */
function isNameless(verb: string, resource: string): boolean {
  return verb === 'deletecollection' || (verb === 'create' && !resource.includes('/'));
}

/** Resources that live outside namespaces: a RoleBinding never grants them, whatever its role says. */
const CLUSTER_RESOURCES = new Set([
  'apiservices',
  'certificatesigningrequests',
  'clusterrolebindings',
  'clusterroles',
  'componentstatuses',
  'csidrivers',
  'csinodes',
  'customresourcedefinitions',
  'flowschemas',
  'groups',
  'ingressclasses',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'mutatingwebhookconfigurations',
  'namespaces',
  'nodes',
  'persistentvolumes',
  'priorityclasses',
  'prioritylevelconfigurations',
  'runtimeclasses',
  'securitycontextconstraints',
  'selfsubjectaccessreviews',
  'signers',
  'storageclasses',
  'subjectaccessreviews',
  'tokenreviews',
  'uids',
  'userextras',
  'users',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'validatingwebhookconfigurations',
  'volumeattachments',
]);

/**
 * What is left of a rule behind a RoleBinding. `bind` and `escalate` on clusterroles keep their meaning there:
 * they allow RoleBindings of that namespace.
 */
export function restrictToNamespace(rule: Rule): Rule {
  const keep = (resource: string) => rule.verbs.some(verb => reachesNamespace(verb, resource));
  return { ...rule, resources: rule.resources.filter(keep), nonResourceURLs: [], namespaced: true };
}

function reachesNamespace(verb: string, resource: string): boolean {
  if (!CLUSTER_RESOURCES.has(resource.split('/')[0] ?? '')) return true;
  return resource === 'clusterroles' && (verb === 'bind' || verb === 'escalate' || verb === '*');
}

/** `['rules', 0]` as `rules[0]`, so that a policy can point at it. */
export function formatSteps(path: Path): string {
  return formatPath(path);
}
