import type { Rule } from './rule.ts';

/**
 * Rules of the user-facing ClusterRoles that every cluster ships, for sets that bind them without containing them.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 * A row reads: groups | resources | verbs.
 */
const READ = 'get,list,watch';
const WRITE = 'create,delete,deletecollection,patch,update';

const VIEW = [
  `|configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status|${READ}`,
  `|bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status,namespaces|${READ}`,
  `discovery.k8s.io|endpointslices|${READ}`,
  `apps,extensions|controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status|${READ}`,
  `autoscaling|horizontalpodautoscalers,horizontalpodautoscalers/status|${READ}`,
  `batch|cronjobs,cronjobs/status,jobs,jobs/status|${READ}`,
  `policy|poddisruptionbudgets,poddisruptionbudgets/status|${READ}`,
  `networking.k8s.io,extensions|ingresses,ingresses/status,networkpolicies|${READ}`,
];

const EDIT = [
  ...VIEW,
  `|pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy|${READ}`,
  '|serviceaccounts|impersonate',
  `|pods,pods/attach,pods/exec,pods/portforward,pods/proxy|${WRITE}`,
  '|pods/eviction,serviceaccounts/token|create',
  `|configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy|${WRITE}`,
  `apps,extensions|daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale|${WRITE}`,
  `autoscaling|horizontalpodautoscalers|${WRITE}`,
  `batch|cronjobs,jobs|${WRITE}`,
  `policy|poddisruptionbudgets|${WRITE}`,
  `networking.k8s.io,extensions|ingresses,networkpolicies|${WRITE}`,
  `coordination.k8s.io|leases|${READ},${WRITE}`,
];

const ADMIN = [
  ...EDIT,
  'authorization.k8s.io|localsubjectaccessreviews|create',
  `rbac.authorization.k8s.io|rolebindings,roles|${READ},${WRITE}`,
];

/** Rules of a shipped role by name; undefined for every other name. */
export const SHIPPED_ROLES: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['cluster-admin', [toRule('*|*|*'), { ...toRule('||*'), resources: [], nonResourceURLs: ['*'] }]],
  ['admin', ADMIN.map(toRule)],
  ['edit', EDIT.map(toRule)],
  ['view', VIEW.map(toRule)],
]);

function toRule(row: string): Rule {
  const [apiGroups = [], resources = [], verbs = []] = row.split('|').map(part => part.split(','));
  return { apiGroups, resources, verbs, resourceNames: [], nonResourceURLs: [], path: [] };
}
