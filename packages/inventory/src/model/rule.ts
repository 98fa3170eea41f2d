import { type Path, type Raw, toTexts } from '../raw.ts';

/** One RBAC rule of a role, with the place it is written at. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly path: Path;
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
  return (
    (rule.verbs.includes('*') || verbs.some(verb => rule.verbs.includes(verb))) &&
    (rule.apiGroups.includes('*') || rule.apiGroups.includes(group)) &&
    resources.some(resource => coversResource(rule.resources, resource))
  );
}

function coversResource(granted: readonly string[], resource: string): boolean {
  if (granted.includes('*') || granted.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && granted.includes(`*${resource.slice(slash)}`);
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
  const keep = (resource: string) =>
    !CLUSTER_RESOURCES.has(resource.split('/')[0] ?? '') || (resource === 'clusterroles' && rule.verbs.some(isRoleVerb));
  return { ...rule, resources: rule.resources.filter(keep), nonResourceURLs: [] };
}

function isRoleVerb(verb: string): boolean {
  return verb === 'bind' || verb === 'escalate' || verb === '*';
}

/** `['rules', 0]` as `rules[0]`. */
export function formatSteps(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
