/** A rule of a role; the core group when none is named. */
export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface Action {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** One edge that permissions make: what an attacker does by it, and the rules that it takes. */
export interface EdgeCase {
  /** Id of the edge. */
  readonly edge: string;
  readonly name: string;
  /** In namespace NAMESPACE, unless `everywhere`. */
  readonly rules: readonly Rule[];
  readonly everywhere?: true;
  /** Another namespace of the role. */
  readonly namespace?: string;
  readonly action: (user: string) => Action;
  /** Rules that are nearly enough: with them the API server still refuses, and there is no edge. Without, it is tried with no rule at all. */
  readonly lacking?: readonly Rule[];
}

export const NAMESPACE = 'bw-attack';
/** Enforces Pod Security level restricted. */
export const STRICT = 'bw-strict';
const RBAC = 'rbac.authorization.k8s.io';
const CORE = `/api/v1/namespaces/${NAMESPACE}`;
const SAFE = {
  runAsNonRoot: true,
  runAsUser: 1000,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const rule = (resource: string, verb: string, more: Partial<Rule> = {}): Rule => ({
  apiGroups: [''],
  resources: [resource],
  verbs: [verb],
  ...more,
});
const named = (apiVersion: string, kind: string, name: string, rest: object): object => ({ apiVersion, kind, metadata: { name }, ...rest });
const pod = (name: string, spec: object = {}, security: object = SAFE): object =>
  named('v1', 'Pod', name, { spec: { containers: [{ name: 'app', image: 'app:1', securityContext: security }], ...spec } });
const post = (path: string, body: object): Action => ({ method: 'POST', path, body });
const patch = (path: string, body: object): Action => ({ method: 'PATCH', path, body });
const bindingOf = (name: string, kind: string, role: string, user: string): object =>
  named(`${RBAC}/v1`, 'RoleBinding', name, {
    roleRef: { apiGroup: RBAC, kind, name: role },
    subjects: [{ apiGroup: RBAC, kind: 'User', name: user }],
  });
const BINDINGS = `/apis/${RBAC}/v1/namespaces/${NAMESPACE}/rolebindings`;
const WRITE_BINDINGS = rule('rolebindings', 'create', { apiGroups: [RBAC] });

/** Objects that actions are about, beside the two namespaces. */
export const FIXTURES: readonly { readonly path: string; readonly body: object }[] = [
  { path: `${CORE}/serviceaccounts`, body: named('v1', 'ServiceAccount', 'worker', {}) },
  { path: `${CORE}/secrets`, body: named('v1', 'Secret', 'password', { stringData: { value: 'x' } }) },
  { path: `${CORE}/pods`, body: pod('target', { serviceAccountName: 'worker' }) },
  { path: `${CORE}/services`, body: named('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }) },
  {
    path: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`,
    body: named('apps/v1', 'Deployment', 'web', {
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
      },
    }),
  },
  {
    path: `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`,
    body: named('networking.k8s.io/v1', 'NetworkPolicy', 'deny', { spec: { podSelector: {} } }),
  },
  { path: `/apis/${RBAC}/v1/clusterroles`, body: named(`${RBAC}/v1`, 'ClusterRole', 'bw-harmless', { rules: [] }) },
];

export const CASES: readonly EdgeCase[] = [
  {
    edge: 'read-secret',
    name: 'list',
    rules: [rule('secrets', 'list')],
    lacking: [rule('secrets', 'create')],
    action: () => ({ method: 'GET', path: `${CORE}/secrets` }),
  },
  {
    edge: 'read-secret',
    name: 'by its name',
    rules: [rule('secrets', 'get', { resourceNames: ['password'] })],
    action: () => ({ method: 'GET', path: `${CORE}/secrets/password` }),
  },
  {
    edge: 'exec',
    name: 'in a pod',
    rules: [rule('pods/exec', 'create')],
    lacking: [rule('pods', 'create'), rule('pods', 'get')],
    action: () => ({ method: 'POST', path: `${CORE}/pods/target/exec?command=id&stdout=true` }),
  },
  {
    edge: 'forward',
    name: 'a port',
    rules: [rule('pods/portforward', 'create')],
    action: () => ({ method: 'POST', path: `${CORE}/pods/target/portforward?ports=80` }),
  },
  {
    edge: 'read-log',
    name: 'of a pod',
    rules: [rule('pods/log', 'get')],
    action: () => ({ method: 'GET', path: `${CORE}/pods/target/log` }),
  },
  {
    edge: 'debug',
    name: 'with an ephemeral container',
    rules: [rule('pods/ephemeralcontainers', 'patch')],
    lacking: [rule('pods', 'get')],
    action: () =>
      patch(`${CORE}/pods/target/ephemeralcontainers`, {
        spec: { ephemeralContainers: [{ name: 'debug', image: 'app:1', securityContext: SAFE }] },
      }),
  },
  {
    edge: 'create-pod-as',
    name: 'of another account',
    rules: [rule('pods', 'create')],
    action: () => post(`${CORE}/pods`, pod('as', { serviceAccountName: 'worker' })),
  },
  {
    edge: 'create-pod-mount',
    name: 'of a Secret',
    rules: [rule('pods', 'create')],
    action: () => post(`${CORE}/pods`, pod('mount', { volumes: [{ name: 's', secret: { secretName: 'password' } }] })),
  },
  {
    edge: 'create-privileged-pod',
    name: 'where nothing forbids it',
    rules: [rule('pods', 'create')],
    action: () => post(`${CORE}/pods`, pod('root', {}, { privileged: true })),
  },
  {
    edge: 'update-workload-as',
    name: 'by its template',
    rules: [rule('deployments', 'patch', { apiGroups: ['apps'] })],
    lacking: [rule('deployments', 'get', { apiGroups: ['apps'] })],
    action: () =>
      patch(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments/web`, { spec: { template: { spec: { serviceAccountName: 'worker' } } } }),
  },
  {
    edge: 'replace-image',
    name: 'of a running pod',
    rules: [rule('pods', 'patch')],
    action: () => patch(`${CORE}/pods/target`, { spec: { containers: [{ name: 'app', image: 'evil:1' }] } }),
  },
  {
    edge: 'mint-token',
    name: 'of an account',
    rules: [rule('serviceaccounts/token', 'create')],
    lacking: [rule('serviceaccounts', 'create')],
    action: () => post(`${CORE}/serviceaccounts/worker/token`, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
  },
  {
    edge: 'mint-token-by-secret',
    name: 'that does not end',
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create', 'get'] }],
    lacking: [rule('secrets', 'get', { resourceNames: ['password'] })],
    action: () =>
      post(`${CORE}/secrets`, {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/service-account-token',
        metadata: { name: 'minted', annotations: { 'kubernetes.io/service-account.name': 'worker' } },
      }),
  },
  {
    edge: 'bootstrap-token',
    name: 'in kube-system',
    namespace: 'kube-system',
    rules: [rule('secrets', 'create')],
    action: () =>
      post('/api/v1/namespaces/kube-system/secrets', {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'bootstrap.kubernetes.io/token',
        metadata: { name: 'bootstrap-token-abcdef' },
        stringData: { 'token-id': 'abcdef', 'token-secret': '0123456789abcdef' },
      }),
  },
  {
    edge: 'bind-role',
    name: 'that gives everything',
    rules: [WRITE_BINDINGS, rule('clusterroles', 'bind', { apiGroups: [RBAC] })],
    lacking: [WRITE_BINDINGS],
    action: user => post(BINDINGS, bindingOf('bound', 'ClusterRole', 'cluster-admin', user)),
  },
  {
    edge: 'spread-role',
    name: 'that he has himself',
    rules: [WRITE_BINDINGS],
    action: user => post(BINDINGS, bindingOf('spread', 'Role', user, 'another')),
  },
  {
    edge: 'escalate-role',
    name: 'that is bound to him',
    rules: [{ apiGroups: [RBAC], resources: ['roles'], verbs: ['escalate', 'patch'] }],
    lacking: [rule('roles', 'patch', { apiGroups: [RBAC] })],
    action: user =>
      patch(`/apis/${RBAC}/v1/namespaces/${NAMESPACE}/roles/${user}`, { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }),
  },
  {
    edge: 'aggregate',
    name: 'by a label',
    everywhere: true,
    rules: [rule('clusterroles', 'patch', { apiGroups: [RBAC] })],
    action: () =>
      patch(`/apis/${RBAC}/v1/clusterroles/bw-harmless`, {
        metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      }),
  },
  {
    edge: 'mutate-admission',
    name: 'by a webhook',
    everywhere: true,
    rules: [rule('mutatingwebhookconfigurations', 'create', { apiGroups: ['admissionregistration.k8s.io'] })],
    action: () =>
      post(
        '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
        named('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'bw-none', { webhooks: [] }),
      ),
  },
  {
    edge: 'kubelet-exec',
    name: 'through the proxy of nodes',
    everywhere: true,
    rules: [rule('nodes/proxy', 'get')],
    lacking: [rule('nodes', 'get')],
    action: () => ({ method: 'GET', path: '/api/v1/nodes/none/proxy/pods' }),
  },
  {
    edge: 'intercept-api',
    name: 'of a group',
    everywhere: true,
    rules: [rule('apiservices', 'create', { apiGroups: ['apiregistration.k8s.io'] })],
    action: () =>
      post('/apis/apiregistration.k8s.io/v1/apiservices', {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: 'v1.e2e.example.com' },
        spec: {
          group: 'e2e.example.com',
          version: 'v1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { namespace: NAMESPACE, name: 'web' },
        },
      }),
  },
  {
    edge: 'redirect',
    name: 'by a Service',
    rules: [rule('services', 'patch')],
    action: () => patch(`${CORE}/services/web`, { spec: { externalIPs: ['192.0.2.1'] } }),
  },
  {
    edge: 'expose',
    name: 'by an Ingress',
    rules: [rule('ingresses', 'create', { apiGroups: ['networking.k8s.io'] })],
    action: () =>
      post(
        `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/ingresses`,
        named('networking.k8s.io/v1', 'Ingress', 'open', { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } }),
      ),
  },
  {
    edge: 'open-network',
    name: 'by deleting a policy',
    rules: [rule('networkpolicies', 'delete', { apiGroups: ['networking.k8s.io'] })],
    action: () => ({ method: 'DELETE', path: `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies/deny?dryRun=All` }),
  },
  {
    edge: 'relax-pod-security',
    name: 'by the label of the namespace',
    namespace: STRICT,
    rules: [rule('pods', 'create'), rule('namespaces', 'patch')],
    lacking: [rule('pods', 'create')],
    action: () =>
      patch(`/api/v1/namespaces/${STRICT}?dryRun=All`, { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }),
  },
];
