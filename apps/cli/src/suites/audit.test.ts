import { describe, expect, test } from 'vitest';
import { suite } from './audit.ts';

type Raw = Readonly<Record<string, unknown>>;

/** An audit event of a person who may do what is asked. */
function audit(verb: string, resource: string, parts: Raw = {}): Raw {
  const {
    name = 'x',
    namespace = 'default',
    subresource,
    user = 'minikube-user',
    code = 200,
    stage = 'ResponseComplete',
    request,
    allowed = true,
    uri = '',
  } = parts;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: 'a',
    stage,
    requestURI: uri,
    verb,
    user: { username: user, groups: ['system:authenticated'] },
    objectRef: { resource, name, ...(namespace === '' ? {} : { namespace }), ...(subresource === undefined ? {} : { subresource }) },
    responseStatus: { code },
    ...(request === undefined ? {} : { requestObject: request }),
    stageTimestamp: '2026-12-01T00:00:00Z',
    annotations: { 'authorization.k8s.io/decision': allowed === true ? 'allow' : 'forbid' },
  };
}

const pod = (...containers: readonly Raw[]): Raw => ({ kind: 'Pod', spec: { containers } });
const plain = { name: 'a', image: 'nginx' };
const privileged = { name: 'b', image: 'nginx', securityContext: { privileged: true } };
const calm = { name: 'a', image: 'nginx', securityContext: { privileged: false } };
const createPod = (request: Raw, namespace = 'default'): Raw => audit('create', 'pods', { request, namespace });
const mounting = (path: string, containers: readonly Raw[]): Raw => ({
  kind: 'Pod',
  spec: { containers, volumes: [{ name: 'v', hostPath: { path } }] },
});
const configMap = (word: string, verb: string): Raw =>
  audit(verb, 'configmaps', { request: { kind: 'ConfigMap', data: { 'ui.properties': `${word}=x` } } });
const role = (rule: Raw): Raw =>
  audit('create', 'clusterroles', { namespace: '', request: { kind: 'ClusterRole', rules: [rule] }, code: 201 });
const trust = (id: string): Raw => ({ [id]: { trusted: ['nginx'] } });

const WORDS = ['aws_access_key_id', 'aws-access-key-id', 'aws_s3_access_key_id', 'aws-s3-access-key-id', 'password', 'passphrase'];

type Case = readonly [what: string, events: readonly Raw[], counts: Raw, overrides?: Raw];

/** What a rule set that is right says of single events. */
const CASES: readonly Case[] = [
  ['a pod of nginx', [createPod(pod(plain))], {}],
  [
    'only apache may run',
    [createPod(pod(plain))],
    { 'audit-pod-image-not-allowed': 1 },
    { 'audit-pod-image-not-allowed': { images: ['apache'] } },
  ],
  ['nginx may run', [createPod(pod(plain))], {}, { 'audit-pod-image-not-allowed': { images: ['nginx'] } }],
  ['privileged', [createPod(pod(privileged))], { 'audit-pod-privileged': 1 }],
  ['privileged, but trusted', [createPod(pod(privileged))], {}, trust('audit-pod-privileged')],
  ['the second of two', [createPod(pod(calm, privileged))], { 'audit-pod-privileged': 1 }],
  ['the second, the first says nothing', [createPod(pod(plain, privileged))], { 'audit-pod-privileged': 1 }],
  ['a sensitive path', [createPod(mounting('/etc', [plain]))], { 'audit-pod-sensitive-mount': 1 }],
  ['a sensitive path, in the second', [createPod(mounting('/etc', [calm, plain]))], { 'audit-pod-sensitive-mount': 1 }],
  ['a sensitive path, but trusted', [createPod(mounting('/etc', [plain]))], {}, trust('audit-pod-sensitive-mount')],
  ['a harmless path', [createPod(mounting('/srv', [plain]))], {}],
  [
    'the network of the node',
    [createPod({ kind: 'Pod', spec: { hostNetwork: true, containers: [plain] } })],
    { 'audit-pod-host-network': 1 },
  ],
  [
    'the network, but trusted',
    [createPod({ kind: 'Pod', spec: { hostNetwork: true, containers: [plain] } })],
    {},
    trust('audit-pod-host-network'),
  ],
  ['the processes of the node', [createPod({ kind: 'Pod', spec: { hostPID: true, containers: [plain] } })], { 'audit-pod-host-pid': 1 }],
  [
    'the shared memory of the node',
    [createPod({ kind: 'Pod', spec: { hostIPC: true, containers: [plain] } })],
    { 'audit-pod-host-ipc': 1 },
  ],
  [
    'a service with a port on nodes',
    [audit('create', 'services', { request: { spec: { type: 'NodePort' } }, code: 201 })],
    { 'audit-service-created': 1, 'audit-service-node-port': 1 },
  ],
  ['a service', [audit('create', 'services', { request: { spec: {} }, code: 403 })], {}],
  [
    'credentials in six ConfigMaps',
    WORDS.map((word, index) => configMap(word, index % 2 === 0 ? 'create' : 'update')),
    { 'audit-config-map-created': 3, 'audit-config-map-credentials': 6 },
  ],
  ['none in one', [configMap('color', 'update')], {}],
  [
    'an unlisted user creates a namespace',
    [audit('create', 'namespaces', { name: 'foo', namespace: '', code: 201 })],
    { 'audit-namespace-created': 1, 'audit-namespace-not-allowed': 1, 'audit-user-not-listed': 1 },
    { 'audit-user-not-listed': { users: ['admin'] } },
  ],
  [
    'a listed one a listed namespace',
    [audit('create', 'namespaces', { name: 'foo', namespace: '', code: 201, user: 'admin' })],
    { 'audit-namespace-created': 1 },
    { 'audit-user-not-listed': { users: ['admin'] }, 'audit-namespace-not-allowed': { allowed: ['foo'] } },
  ],
  [
    'nobody by name',
    [audit('create', 'namespaces', { name: 'default', namespace: '', code: 201, user: 'system:anonymous', uri: '/api/v1/namespaces' })],
    { 'audit-anonymous-allowed': 1, 'audit-namespace-created': 1 },
  ],
  ['nobody by name asks for health', [audit('get', '', { namespace: '', user: 'system:anonymous', uri: '/readyz?verbose' })], {}],
  ['exec', [audit('create', 'pods', { subresource: 'exec', stage: 'ResponseStarted', code: 101 })], { 'audit-pod-exec': 1 }],
  [
    'attach, over a web socket',
    [audit('get', 'pods', { subresource: 'attach', stage: 'ResponseStarted', code: 101 })],
    { 'audit-pod-exec': 1 },
  ],
  [
    'exec, told when it begins and when it ends',
    [
      audit('create', 'pods', { subresource: 'exec', stage: 'ResponseStarted', code: 101 }),
      audit('create', 'pods', { subresource: 'exec', code: 101 }),
    ],
    { 'audit-pod-exec': 1 },
  ],
  [
    'port-forward',
    [audit('get', 'pods', { subresource: 'portforward', stage: 'ResponseStarted', code: 101 })],
    { 'audit-pod-port-forward': 1 },
  ],
  ['an ephemeral container', [audit('patch', 'pods', { subresource: 'ephemeralcontainers' })], { 'audit-ephemeral-container': 1 }],
  ['a pod in kube-system', [createPod(pod(plain), 'kube-system')], { 'audit-pod-in-system-namespace': 1 }],
  ['a pod in kube-public', [createPod(pod(plain), 'kube-public')], { 'audit-pod-in-system-namespace': 1 }],
  [
    'an account in kube-system',
    [audit('create', 'serviceaccounts', { namespace: 'kube-system', code: 201 })],
    { 'audit-account-in-system-namespace': 1, 'audit-service-account-created': 1 },
  ],
  [
    'an account in kube-public',
    [audit('create', 'serviceaccounts', { namespace: 'kube-public', code: 201 })],
    { 'audit-account-in-system-namespace': 1, 'audit-service-account-created': 1 },
  ],
  [
    'a role of the system is deleted',
    [audit('delete', 'clusterroles', { namespace: '', name: 'system:kube-aggregator' })],
    { 'audit-cluster-role-deleted': 1, 'audit-system-role-changed': 1 },
  ],
  [
    'one is changed',
    [audit('update', 'clusterroles', { namespace: '', name: 'system:node-problem-detector', request: { rules: [] } })],
    { 'audit-system-role-changed': 1 },
  ],
  [
    'cluster-admin is bound',
    [audit('create', 'clusterrolebindings', { namespace: '', request: { roleRef: { name: 'cluster-admin' } }, code: 201 })],
    { 'audit-cluster-admin-bound': 1, 'audit-cluster-role-binding-created': 1 },
  ],
  [
    'a role over all resources',
    [role({ resources: ['*'], verbs: ['get'] })],
    { 'audit-cluster-role-created': 1, 'audit-role-wildcard': 1 },
  ],
  ['a role with all verbs', [role({ resources: ['pods'], verbs: ['*'] })], { 'audit-cluster-role-created': 1, 'audit-role-wildcard': 1 }],
  ['a role that writes', [role({ resources: ['pods'], verbs: ['create'] })], { 'audit-cluster-role-created': 1, 'audit-role-writes': 1 }],
  [
    'a role that executes',
    [role({ resources: ['pods/exec'], verbs: ['get'] })],
    { 'audit-cluster-role-created': 1, 'audit-role-pod-exec': 1 },
  ],
  ...['deployment', 'service', 'service-account'].map((one): Case => {
    const resource = `${one.replace('-', '')}s`;
    const body = { request: { spec: {} } };
    return [
      `${resource} come and go`,
      [audit('create', resource, { code: 201, ...body }), audit('delete', resource)],
      { [`audit-${one}-created`]: 1, [`audit-${one}-deleted`]: 1 },
    ];
  }),
  ['a ConfigMap is deleted', [audit('delete', 'configmaps')], { 'audit-config-map-deleted': 1 }],
  ['a namespace is deleted', [audit('delete', 'namespaces', { name: 'foo', namespace: '' })], { 'audit-namespace-deleted': 1 }],
  ['a binding is deleted', [audit('delete', 'clusterrolebindings', { namespace: '' })], { 'audit-cluster-role-binding-deleted': 1 }],
  ['a secret is created', [audit('create', 'secrets', { code: 201 })], { 'audit-secret-created': 1 }],
  ['a secret is deleted', [audit('delete', 'secrets')], { 'audit-secret-deleted': 1 }],
  ['the controller creates a token', [audit('create', 'secrets', { code: 201, user: 'system:kube-controller-manager' })], {}],
  ['a secret of kube-system', [audit('create', 'secrets', { code: 201, namespace: 'kube-system' })], {}],
  [
    'an unlisted node joins',
    [audit('create', 'nodes', { namespace: '', name: 'evil', code: 201, user: 'system:bootstrap:x' })],
    { 'audit-node-joined': 1 },
    { 'audit-node-joined': { nodes: ['node-*'] } },
  ],
  [
    'an unlisted node is refused',
    [audit('create', 'nodes', { namespace: '', name: 'evil', code: 403, user: 'system:bootstrap:x', allowed: false })],
    { 'audit-node-join-refused': 1 },
    { 'audit-node-join-refused': { nodes: ['node-*'] } },
  ],
  ['an ingress without TLS', [audit('create', 'ingresses', { code: 201, request: { spec: {} } })], { 'audit-ingress-without-tls': 1 }],
];

describe('audit', () => {
  test.each(CASES)('%s', (_what, events, counts, overrides) => {
    const got = suite.run({ events, ...(overrides === undefined ? {} : { overrides }) }) as readonly {
      readonly policy: string;
      readonly count: number;
    }[];
    expect(Object.fromEntries(got.map(({ policy, count }) => [policy, count]))).toStrictEqual(counts);
  });

  test.each<[Raw, string]>([
    [{ overrides: {} }, 'a case of suite audit has a list of events'],
    [{ events: [{}] }, 'event 0: this is no event that is known (breakwater, falco, kube-audit, tetragon)'],
    [{ events: [audit('get', 'pods')], overrides: [] }, "'overrides' holds parameters by policy: {policy: {parameter: value}}"],
    [
      { events: [audit('get', 'pods')], overrides: { 'audit-pod-privilegd': {} } },
      "no policy is called 'audit-pod-privilegd'; did you mean 'audit-pod-privileged'?",
    ],
    [
      { events: [audit('get', 'pods')], overrides: { 'audit-pod-privileged': { trust: [] } } },
      "policy 'audit-pod-privileged' has no parameter 'trust'; did you mean 'trusted'?",
    ],
  ])('%j is refused', (input, message) => {
    expect(() => suite.run(input)).toThrow(message);
  });
});
