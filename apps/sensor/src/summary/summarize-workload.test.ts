import { Inventory } from '@breakwater/inventory';
import { listSchemaIssues, WorkloadSummary } from '@breakwater/model';
import { buildApplication, type Raw } from '@breakwater/testkit';
import { expect, it } from 'vitest';
import { toEntry } from '../thread/object-entry.ts';
import { joinPods } from './join-pods.ts';
import { summarizeWorkload } from './summarize-workload.ts';

function summarize(objects: readonly Raw[], name = 'web') {
  const inventory = new Inventory(
    objects.map(value => ({ value })),
    { cluster: 'c', kubeMinor: 36, complete: true, namespace: 'default' },
  );
  const workload = inventory.workloads.find(({ object }) => object.name === name);
  if (workload === undefined) throw new Error('no workload');
  return summarizeWorkload(workload, inventory, []);
}

const deploy = (pod: Raw, container: Raw = {}): Raw => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: { template: { metadata: { labels: { app: 'web' } }, spec: { ...pod, containers: [{ name: 'app', image: 'a:1', ...container }] } } },
});
const service = (spec: Raw): Raw => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
});

it.each<[string, readonly Raw[], string, readonly string[]]>([
  ['nothing', [deploy({})], 'none', []],
  ['a service', [deploy({}), service({})], 'cluster', []],
  ['a node port', [deploy({}), service({ type: 'NodePort' })], 'node', ['Service web: NodePort 80/TCP']],
  ['a load balancer', [deploy({}), service({ type: 'LoadBalancer' })], 'external', ['Service web: LoadBalancer 80/TCP']],
  [
    'an internal load balancer',
    [
      deploy({}),
      {
        ...service({ type: 'LoadBalancer' }),
        metadata: { name: 'web', namespace: 'shop', annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
      },
    ],
    'node',
    ['Service web: LoadBalancer 80/TCP'],
  ],
  ['the network of the node', [deploy({ hostNetwork: true })], 'node', ['network of the node']],
  ['a host port', [deploy({}, { ports: [{ containerPort: 1, hostPort: 53, protocol: 'UDP' }] })], 'node', ['host port 53/UDP']],
  [
    'an ingress',
    [
      deploy({}),
      service({}),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'front', namespace: 'shop' },
        spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      },
    ],
    'external',
    ['Ingress front to Service web'],
  ],
])('sees from where it is reached: %s', (_name, objects, exposure, exposedBy) => {
  expect(summarize(objects)).toMatchObject({ exposure, exposedBy });
});

it('tells settings as they take effect, and where each was decided', () => {
  const { containers, settings } = summarize([
    deploy(
      {
        securityContext: { runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        hostPID: true,
        automountServiceAccountToken: false,
      },
      { securityContext: { runAsUser: 0, capabilities: { add: ['cap_net_admin'], drop: ['ALL'] } } },
    ),
  ]);
  const lines = containers[0]?.settings.map(({ name, value, source }) => `${name}=${value} (${source})`);
  expect(lines).toEqual([
    'privileged=false (default)',
    'allowPrivilegeEscalation=true (default)',
    'readOnlyRootFilesystem=false (default)',
    'runAsNonRoot=false (default)',
    'runAsUser=0 (container)',
    'runAsGroup= (image)',
    'capabilitiesAdded=NET_ADMIN (container)',
    'capabilitiesDropped=ALL (container)',
    'seccompProfile=RuntimeDefault (pod)',
    'appArmorProfile= (default)',
  ]);
  expect(settings.map(({ name, value, source }) => `${name}=${value} (${source})`)).toEqual([
    'hostNetwork=false (default)',
    'hostPID=true (pod)',
    'hostIPC=false (default)',
    'hostUsers=true (default)',
    'serviceAccountToken=false (pod)',
    'podSecurity= (default)',
  ]);
});

it('tells what its service account may do, and counts it only where a pod has the token', () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'reader' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'reader' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'default' }],
  };
  const mounted = summarize([deploy({}), role, binding]);
  expect(mounted.serviceAccount).toEqual({
    name: 'default',
    tokenMounted: true,
    permissions: ['ClusterRole reader: get, list on secrets'],
  });
  expect(mounted.risk.reasons.map(({ factor, detail }) => `${factor}: ${detail}`)).toContain(
    'permissions: secrets-read in every namespace',
  );
  const unmounted = summarize([deploy({ automountServiceAccountToken: false }), role, binding]);
  expect(unmounted.risk.reasons.map(({ factor }) => factor)).not.toContain('permissions');
});

it.each<[string, Raw, string]>([
  ['its own label', { metadata: { name: 'web', namespace: 'shop', labels: { team: 'payments' } } }, 'payments'],
  ['an annotation', { metadata: { name: 'web', namespace: 'shop', annotations: { owner: 'jane' } } }, 'jane'],
  ['the namespace', {}, 'platform'],
])('finds its owner by %s', (_name, part, owner) => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { owner: 'platform' } } };
  expect(summarize([{ ...deploy({}), ...part }, namespace]).owner).toBe(owner);
});

it('names secrets by the way they are used', () => {
  const { secrets } = summarize([
    deploy(
      {
        volumes: [{ name: 'v', secret: { secretName: 'tls', items: [{ key: 'tls.crt', path: 'c' }] } }],
        imagePullSecrets: [{ name: 'regcred' }],
      },
      {
        env: [
          { name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'user' } } },
          { name: 'B', valueFrom: { secretKeyRef: { name: 'db', key: 'pass' } } },
        ],
        envFrom: [{ secretRef: { name: 'all' } }],
      },
    ),
  ]);
  expect(secrets).toEqual([
    { name: 'db', use: 'env', keys: ['user', 'pass'] },
    { name: 'all', use: 'env', keys: [] },
    { name: 'tls', use: 'file', keys: ['tls.crt'] },
    { name: 'regcred', use: 'pull', keys: [] },
  ]);
});

it('joins the pods that run, names a hundred of them, and fits its schema', () => {
  const objects = [...buildApplication(0, 'shop', 150, 3)];
  const pods = objects.filter(({ kind }) => kind === 'Pod').map(pod => toEntry(pod));
  const summary = joinPods(summarize(objects, 'app-0'), pods);
  expect(summary).toMatchObject({ podCount: 150, replicas: 150 });
  expect(summary.pods).toHaveLength(100);
  expect(summary.pods[0]).toEqual({ name: 'app-0-5d4f-0', node: 'node-0', phase: 'Running', startedAt: '2026-01-01T00:00:05Z' });
  expect(summary.containers[0]?.digests).toHaveLength(1);
  expect(listSchemaIssues(WorkloadSummary, summary)).toEqual([]);
});

it.each<[string, Raw]>([
  ['nothing in it', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }],
  [
    'values of other types',
    deploy({ volumes: 'x', securityContext: 5, imagePullSecrets: {} }, { ports: 'x', env: 7, securityContext: [] }),
  ],
  ['nulls', deploy({ volumes: [null], containers: null }, { ports: [null, { containerPort: '80' }], env: [null] })],
])('fits its schema whatever the object is: %s', (_name, object) => {
  expect(listSchemaIssues(WorkloadSummary, joinPods(summarize([object]), []))).toEqual([]);
});
