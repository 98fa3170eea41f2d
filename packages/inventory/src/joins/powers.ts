import { grants, type Rule } from '../model/rule.ts';

/** A permission that leads further than its name says; rows of one name are alternatives. */
interface Power {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resources: readonly string[];
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const DEPLOY = ['create', 'update', 'patch'];
const DELETE = ['delete', 'deletecollection'];
const CORE_WORKLOADS = ['pods', 'replicationcontrollers'];
const APPS_WORKLOADS = ['deployments', 'daemonsets', 'statefulsets', 'replicasets'];
const BATCH_WORKLOADS = ['jobs', 'cronjobs'];

const row = (name: string, verbs: readonly string[], group: string, ...resources: readonly string[]): Power => ({
  name,
  verbs,
  group,
  resources,
});

/** https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks, and what weakens others. */
const POWERS: readonly Power[] = [
  row('secrets-read', ['get', 'list', 'watch'], '', 'secrets'),
  row('secrets-write', WRITE, '', 'secrets'),
  row('workload-create', DEPLOY, '', ...CORE_WORKLOADS),
  row('workload-create', DEPLOY, 'apps', ...APPS_WORKLOADS),
  row('workload-create', DEPLOY, 'batch', ...BATCH_WORKLOADS),
  row('pod-exec', ['create', 'get'], '', 'pods/exec'),
  row('pod-attach', ['create', 'get'], '', 'pods/attach'),
  row('pod-port-forward', ['create', 'get'], '', 'pods/portforward'),
  row('ephemeral-container', ['patch', 'update'], '', 'pods/ephemeralcontainers'),
  row('node-proxy', ['create', 'get'], '', 'nodes/proxy'),
  row('impersonate', ['impersonate'], '', 'users', 'groups', 'serviceaccounts'),
  row('bind', ['bind'], RBAC, 'roles', 'clusterroles'),
  row('escalate', ['escalate'], RBAC, 'roles', 'clusterroles'),
  row('rbac-write', WRITE, RBAC, 'roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'),
  row('destroy', DELETE, '', ...CORE_WORKLOADS, 'namespaces', 'nodes'),
  row('destroy', DELETE, 'apps', ...APPS_WORKLOADS),
  row('destroy', DELETE, 'batch', ...BATCH_WORKLOADS),
  row('event-delete', DELETE, '', 'events'),
  row('event-delete', DELETE, 'events.k8s.io', 'events'),
  row('config-map-write', ['update', 'patch'], '', 'configmaps'),
  row('network-write', WRITE, '', 'services', 'endpoints'),
  row('network-write', WRITE, 'discovery.k8s.io', 'endpointslices'),
  row('network-write', WRITE, 'networking.k8s.io', 'networkpolicies', 'ingresses'),
  row('service-status-write', ['update', 'patch'], '', 'services/status'),
  row('admission-write', WRITE, ADMISSION, 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations'),
  row('admission-write', WRITE, ADMISSION, 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'),
  row('admission-write', WRITE, ADMISSION, 'mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'),
  row('certificate-sign', ['approve', 'sign'], 'certificates.k8s.io', 'signers'),
  row('token-create', ['create'], '', 'serviceaccounts/token'),
  row('volume-create', ['create'], '', 'persistentvolumes'),
];

/** Names of the powers that a set of rules gives. */
export function listPowers(rules: readonly Rule[]): readonly string[] {
  const held = POWERS.filter(({ verbs, group, resources }) => rules.some(rule => grants(rule, verbs, group, resources)));
  return [...new Set(held.map(power => power.name))];
}

const ALL_VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** Whether the rules together allow every verb on every resource of every group, as cluster-admin does. */
export function isAdministrative(rules: readonly Rule[]): boolean {
  const wide = rules.filter(rule => rule.apiGroups.includes('*') && rule.resources.includes('*') && rule.resourceNames.length === 0);
  const verbs = new Set(wide.flatMap(rule => rule.verbs));
  return verbs.has('*') || ALL_VERBS.every(verb => verbs.has(verb));
}
