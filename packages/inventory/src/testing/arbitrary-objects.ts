import fc from 'fast-check';
import type { Raw } from '../raw.ts';

/** Objects as the API server hands them to admission: valid, with fields set or left out at random. */

const maybe = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Raw> =>
  fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<Raw>;

const bool = fc.boolean();
const name = fc.constantFrom('app', 'web', 'db', 'side', 'kube-system', 'default');
const labels = fc.dictionary(
  fc.constantFrom('app', 'a/b', 'helm.sh/hook', 'kubernetes.io/ingress.class'),
  fc.constantFrom('', 'x', 'web'),
  { maxKeys: 3 },
);
const ids = fc.constantFrom(0, 1, 1000, 65534);
const capabilities = fc.array(fc.constantFrom('ALL', 'NET_RAW', 'cap_net_raw', 'CAP_SYS_ADMIN', 'sys_admin', 'CAP_CAP_X'), {
  maxLength: 3,
});
const profile = maybe({ type: fc.constantFrom('RuntimeDefault', 'Unconfined', 'Localhost'), localhostProfile: name });
const windowsOptions = maybe({ gmsaCredentialSpec: name, gmsaCredentialSpecName: name, hostProcess: bool, runAsUserName: name });

const podSecurity = maybe({
  runAsUser: ids,
  runAsGroup: ids,
  runAsNonRoot: bool,
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: maybe({ type: name, user: name }),
  windowsOptions,
  fsGroup: ids,
});

const containerSecurity = maybe({
  privileged: bool,
  allowPrivilegeEscalation: bool,
  readOnlyRootFilesystem: bool,
  capabilities: maybe({ add: capabilities, drop: capabilities }),
  runAsUser: ids,
  runAsGroup: ids,
  runAsNonRoot: bool,
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: maybe({ type: name, user: name }),
  windowsOptions,
});

const HEX = 'ab'.repeat(32);
const image = fc
  .tuple(
    fc.constantFrom('', 'docker.io/', 'index.docker.io/', 'localhost/', 'localhost:5000/', 'ghcr.io/', 'Host/', 'a/', 'k8s.gcr.io/x/'),
    fc.constantFrom('nginx', 'library/nginx', 'a/b/c', 'redis.x'),
    fc.constantFrom('', ':1', ':latest', ':v1.2-x', ':'),
    fc.constantFrom('', `@sha256:${HEX}`, `@sha512:${HEX}${HEX}`, '@sha256:00', '@blake3:x', '@md5:0a', '@a+b:c=', '@:x', '@'),
  )
  .map(parts => parts.join(''));

const mount = fc.record(
  {
    name: fc.constantFrom('v0', 'v1', 'v2'),
    mountPath: fc.constantFrom('/a', '/b'),
    readOnly: bool,
    recursiveReadOnly: fc.constantFrom('Disabled', 'IfPossible', 'Enabled'),
    mountPropagation: fc.constantFrom('None', 'HostToContainer', 'Bidirectional'),
    subPath: fc.constantFrom('x', 'y/z'),
  },
  { requiredKeys: ['name', 'mountPath'] },
);

const container = fc.record(
  {
    image,
    imagePullPolicy: fc.constantFrom('Always', 'Never', 'IfNotPresent'),
    command: fc.array(name, { maxLength: 2 }),
    args: fc.array(name, { maxLength: 2 }),
    restartPolicy: fc.constantFrom('Always', 'Never'),
    securityContext: containerSecurity,
    resources: maybe({ limits: fc.constant({ cpu: '1' }) }),
    volumeMounts: fc.array(mount, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const path = fc.constantFrom('/', '/var/run', '/var/run/docker.sock', '/run/', '//etc/./x/', '/var/running', '.', 'relative/path');
const volumeSource = fc.oneof(
  maybe({ hostPath: maybe({ path }) }),
  fc.constantFrom<Raw>({ emptyDir: {} }, { configMap: { name: 'a' } }, {}),
  fc.record({ image: maybe({ reference: image, pullPolicy: fc.constant('Always') }) }),
);

/** Names are unique among the containers of a pod, of all kinds. */
const containers = (list: string, maxLength: number) =>
  fc.array(container, { maxLength }).map(entries => entries.map((entry, index): Raw => ({ name: `${list}${index}`, ...entry })));

const podSpec = fc.record(
  {
    containers: containers('c', 3),
    initContainers: containers('i', 2),
    ephemeralContainers: containers('e', 2),
    volumes: fc
      .array(volumeSource, { maxLength: 3 })
      .map(sources => sources.map((source, index): Raw => ({ name: `v${index}`, ...source }))),
    securityContext: podSecurity,
    hostNetwork: bool,
    hostPID: bool,
    hostIPC: bool,
    hostUsers: bool,
    os: maybe({ name: fc.constantFrom('linux', 'windows') }),
    nodeSelector: fc.dictionary(fc.constant('kubernetes.io/os'), fc.constantFrom('windows', 'linux'), { maxKeys: 1 }),
    restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
    serviceAccountName: name,
    serviceAccount: name,
  },
  { requiredKeys: ['containers'] },
);

const metadata = (namespaced: boolean) =>
  fc
    .record(
      {
        name,
        namespace: fc.constantFrom('shop', 'default', 'kube-system'),
        labels,
        annotations: labels,
        ownerReferences: fc.array(
          fc.record({ apiVersion: fc.constant('v1'), kind: fc.constant('X'), name, controller: bool }, { requiredKeys: ['kind', 'name'] }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: namespaced ? ['name', 'namespace'] : ['name'] },
    )
    .map((given): Raw => (namespaced ? given : dropNamespace(given)));

function dropNamespace({ namespace: _, ...rest }: Raw): Raw {
  return rest;
}

const template = maybe({ metadata: maybe({ labels, annotations: labels }), spec: podSpec });

/** An object of a kind; the rest as given. */
const object = (apiVersion: string, kind: string, rest: fc.Arbitrary<Raw>, namespaced = true): fc.Arbitrary<Raw> =>
  fc.tuple(metadata(namespaced), rest).map(([meta, fields]) => ({ apiVersion, kind, metadata: meta, ...fields }));

const templated = (apiVersion: string, kind: string) =>
  object(
    apiVersion,
    kind,
    maybe({ spec: maybe({ template, replicas: fc.constantFrom(0, 1, 3), selector: fc.constant({ matchLabels: { app: 'web' } }) }) }),
  );

const ports = fc.array(
  fc.record(
    { name, port: fc.constantFrom(80, 443), targetPort: fc.constantFrom(8080, 'http'), protocol: fc.constantFrom('TCP', 'UDP') },
    { requiredKeys: ['port'] },
  ),
  { maxLength: 2 },
);
const cidrs = fc.constantFrom('0.0.0.0/0', '::/0', '10.0.0.0/8', '10.0.0.0/24', '');
const peers = fc.array(
  maybe({
    ipBlock: fc.record({ cidr: cidrs, except: fc.array(cidrs, { maxLength: 1 }) }, { requiredKeys: ['cidr'] }),
    podSelector: fc.constant({}),
  }),
  { maxLength: 2 },
);
const rules = fc.array(maybe({ from: peers, to: peers, ports }), { maxLength: 2 });
const hosts = fc.array(fc.constantFrom('a.example', '*.b.example'), { maxLength: 2 });
const dictionary = fc.dictionary(fc.constantFrom('a', 'b'), name, { maxKeys: 2 });
const RBAC = 'rbac.authorization.k8s.io/v1';
const binding = fc.record({
  roleRef: fc.record({ kind: fc.constantFrom('Role', 'ClusterRole'), name }),
  subjects: fc.array(fc.record({ kind: fc.constantFrom('User', 'Group', 'ServiceAccount'), name }), { maxLength: 2 }),
});
const levels = fc.dictionary(
  fc.constantFrom('enforce', 'audit', 'warn').map(mode => `pod-security.kubernetes.io/${mode}`),
  fc.constantFrom('privileged', 'baseline', 'restricted', 'strange'),
  { maxKeys: 3 },
);

/** A namespace carries its name as a label: the API server sees to it. */
const namespace = object('v1', 'Namespace', fc.constant({}), false).chain(given =>
  levels.map((more): Raw => {
    const meta = given['metadata'] as Raw;
    return {
      ...given,
      metadata: { ...meta, labels: { ...(meta['labels'] as Raw), ...more, 'kubernetes.io/metadata.name': meta['name'] } },
    };
  }),
);

const anyObject: fc.Arbitrary<Raw> = fc.oneof(
  { weight: 4, arbitrary: object('v1', 'Pod', fc.record({ spec: podSpec })) },
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(kind => templated('apps/v1', kind)),
  templated('v1', 'ReplicationController'),
  templated('batch/v1', 'Job'),
  object('v1', 'PodTemplate', maybe({ template })),
  object('batch/v1', 'CronJob', fc.record({ spec: fc.record({ jobTemplate: fc.record({ spec: fc.record({ template }) }) }) })),
  object(
    'v1',
    'Service',
    maybe({
      spec: maybe({
        type: fc.constantFrom('ClusterIP', 'NodePort'),
        clusterIP: fc.constantFrom('None', '10.0.0.1'),
        selector: labels,
        externalIPs: fc.constant(['1.2.3.4']),
        ports,
      }),
    }),
  ),
  object(
    'networking.k8s.io/v1',
    'Ingress',
    maybe({
      spec: maybe({
        ingressClassName: name,
        rules: fc.array(maybe({ host: fc.constant('a.example') }), { maxLength: 2 }),
        tls: fc.array(maybe({ hosts }), { maxLength: 2 }),
      }),
    }),
  ),
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', maybe({ spec: maybe({ hostnames: hosts }) })),
  object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    maybe({
      spec: maybe({
        podSelector: fc.constant({}),
        policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
        ingress: rules,
        egress: rules,
      }),
    }),
  ),
  object('v1', 'Secret', maybe({ type: name, data: dictionary, stringData: dictionary })),
  object('v1', 'ConfigMap', maybe({ data: dictionary, binaryData: dictionary })),
  object('v1', 'ServiceAccount', maybe({ automountServiceAccountToken: bool })),
  object(RBAC, 'RoleBinding', binding),
  object(RBAC, 'ClusterRoleBinding', binding, false),
  object(RBAC, 'Role', fc.constant({ rules: [] })),
  object(RBAC, 'ClusterRole', fc.constant({ rules: [] }), false),
  namespace,
  object('example.com/v1', 'Widget', fc.constant({})),
);

/** Plain JSON, as it comes over the wire. */
export const admittedObject: fc.Arbitrary<Raw> = anyObject.map(value => JSON.parse(JSON.stringify(value)) as Raw);
