import type { Raw } from '../cluster/api-client.ts';

/** Kinds whose plural follows no rule. */
const PLURALS: Readonly<Record<string, string>> = {
  endpoints: 'endpoints',
  k8sallowedrepos: 'k8sallowedrepos',
  securitycontextconstraints: 'securitycontextconstraints',
};

const CLUSTER_SCOPED = new Set([
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'Node',
  'SecurityContextConstraints',
  'K8sAllowedRepos',
]);

/** API groups of Kubernetes itself; there are others below k8s.io that are custom resources. */
const OWN_GROUPS = new Set([
  '',
  'apps',
  'batch',
  'policy',
  'autoscaling',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'discovery.k8s.io',
]);

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

export function readKind(object: Raw): Kind {
  const apiVersion = String(object['apiVersion']);
  const kind = String(object['kind']);
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return {
    group,
    version: apiVersion.slice(slash + 1),
    kind,
    resource: toPlural(kind.toLowerCase()),
    namespaced: !CLUSTER_SCOPED.has(kind),
  };
}

/** Whether the API server serves the kind without a custom resource definition; an old version of its own groups it does not serve at all. */
export function isServedByItself(object: Raw): boolean {
  const { group } = readKind(object);
  return OWN_GROUPS.has(group) || !group.includes('.');
}

/** Path that an object is created at. */
export function toPath(object: Raw): string {
  const { group, version, resource, namespaced } = readKind(object);
  const metadata = (object['metadata'] ?? {}) as { readonly namespace?: string };
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespaced ? `${base}/namespaces/${metadata.namespace ?? 'default'}/${resource}` : `${base}/${resource}`;
}

function toPlural(lower: string): string {
  const known = PLURALS[lower];
  if (known !== undefined) return known;
  if (/(?:s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
