import { facts, Inventory, type InventoryObject, TARGETS } from '@breakwater/inventory';
import { expect, it } from 'vitest';
import { builtInPolicies } from '../../catalogue.ts';
import { isAlone, JOINED, needsCluster } from './needs-cluster.ts';

it.each([
  ['privileged-container', false],
  ['image-vulnerability-fixable', false],
  ['binding-role-missing', true],
  ['default-deny-ingress-missing', true],
])('%s: %s', (id, expected) => {
  const policy = builtInPolicies.find(candidate => candidate.id === id);
  expect(policy !== undefined && needsCluster(policy)).toBe(expected);
});

it('holds every fact that may look at others', () => {
  expect(JOINED).toContain('defaultDenyIngress');
  expect(JOINED.length).toBeGreaterThan(40);
});

/** Says whether anything but its first object was looked for. */
class WatchedInventory extends Inventory {
  looked = '';
  override listKind(...kinds: readonly string[]): readonly InventoryObject[] {
    this.looked ||= `listKind ${kinds.join()}`;
    return super.listKind(...kinds);
  }
  override find(kind: string, namespace: string, name: string): InventoryObject | undefined {
    if (kind !== 'Namespace') this.looked ||= `find ${kind}`;
    return super.find(kind, namespace, name);
  }
  override listWorkloads(namespace: string): Inventory['workloads'] {
    this.looked ||= 'listWorkloads';
    return super.listWorkloads(namespace);
  }
  override listInNamespace(namespace: string, ...kinds: readonly string[]): readonly InventoryObject[] {
    this.looked ||= `listInNamespace ${kinds.join()}`;
    return super.listInNamespace(namespace, ...kinds);
  }
}

const SPEC = {
  containers: [
    {
      name: 'app',
      image: 'registry.example/app:1.2',
      env: [
        { name: 'PASSWORD', value: 'x' },
        { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
      envFrom: [{ configMapRef: { name: 'c' } }],
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      securityContext: { privileged: true },
    },
  ],
  volumes: [{ name: 'v', hostPath: { path: '/' } }],
};
const METADATA = { name: 'web', namespace: 'shop', labels: { app: 'web' }, annotations: { a: 'b' } };
const OBJECTS: readonly Readonly<Record<string, unknown>>[] = [
  { apiVersion: 'v1', kind: 'Pod', metadata: METADATA, spec: SPEC },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: METADATA, spec: { selector: {}, template: { metadata: METADATA, spec: SPEC } } },
  { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: METADATA, spec: { jobTemplate: { spec: { template: { spec: SPEC } } } } },
  { apiVersion: 'v1', kind: 'Service', metadata: METADATA, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: METADATA, data: { password: 'x', 'a.properties': 'token=abc' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: METADATA, data: { a: '' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: METADATA },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: METADATA,
    spec: { rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend: { service: { name: 's', port: { number: 80 } } } }] } }] },
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: METADATA, spec: { podSelector: {}, ingress: [{}] } },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: METADATA,
    spec: { listeners: [{ protocol: 'HTTP', port: 80 }] },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: METADATA,
    rules: [{ verbs: ['*'], resources: ['*'], apiGroups: ['*'] }],
  },
];

it.each(OBJECTS.map(object => [String(object['kind']), object] as const))(
  'facts that look at their own object only do so for a %s',
  (_, value) => {
    const inventory = new WatchedInventory([{ value }], {
      cluster: 'c',
      kubeMinor: 36,
      complete: false,
      namespace: '',
      readImageEnvironment: () => ['A'],
      listPodSecurityViolations: () => [],
    });
    const wrong = TARGETS.flatMap(target =>
      target.list(inventory).flatMap(({ subjects }) =>
        Object.entries(subjects).flatMap(([variable, subject]) =>
          facts
            .filter(fact => fact.subject === target.variables[variable] && isAlone(fact.subject, fact.name))
            .filter(fact => {
              inventory.looked = '';
              fact.get(subject as never, inventory);
              return inventory.looked !== '';
            })
            .map(fact => `${fact.subject}.${fact.name}: ${inventory.looked}`),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  },
);
