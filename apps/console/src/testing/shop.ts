import type { WorkloadSummary } from '@breakwater/model';

/** Two clusters with the workloads of examples/shop; the second one is away. */
export const CLUSTERS = [
  { id: 'c0ffee00-0000-4000-8000-000000000001', name: 'production' },
  { id: 'c0ffee00-0000-4000-8000-000000000002', name: 'staging' },
] as const;

export const NOW = Date.now();
const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function ago(milliseconds: number): string {
  return new Date(NOW - milliseconds).toISOString();
}

/** kind, namespace, name, image, exposure, risk */
type Line = readonly [kind: string, namespace: string, name: string, image: string, exposure: WorkloadSummary['exposure'], risk: number];

const DIGEST = 'sha256:66d2dcd2a9951234ba6ee98ad3a63cfee88c478725db3ad93c56f8a82725ffe9';
const REGISTRY = 'registry.example.com/shop';

export const LINES: readonly Line[] = [
  ['Deployment', 'shop', 'web', `${REGISTRY}/web:latest`, 'external', 83],
  ['DaemonSet', 'shop-logs', 'collector', 'k8s.gcr.io/fluentd-elasticsearch:v2.0.4', 'none', 78],
  ['Deployment', 'shop', 'auth', `${REGISTRY}/auth:1.12.0@${DIGEST}`, 'external', 64],
  ['Deployment', 'shop', 'search', 'docker.io/library/elasticsearch:7.6.0', 'cluster', 58],
  ['Deployment', 'shop', 'checkout', `${REGISTRY}/checkout:4.0.1@${DIGEST}`, 'external', 52],
  ['StatefulSet', 'shop-data', 'postgres', 'postgres:11', 'cluster', 47],
  ['Deployment', 'shop', 'recommendation', `${REGISTRY}/recommendation:0.8`, 'node', 44],
  ['Deployment', 'shop-data', 'redis', 'redis:6.0-alpine', 'cluster', 41],
  ['Deployment', 'shop', 'worker', `${REGISTRY}/worker:2.0.9@${DIGEST}`, 'none', 35],
  ['Deployment', 'shop', 'orders', `${REGISTRY}/orders:3.7.5@${DIGEST}`, 'cluster', 31],
  ['Deployment', 'shop', 'payment', `${REGISTRY}/payment:2.2.0@${DIGEST}`, 'cluster', 28],
  ['CronJob', 'shop-data', 'report', `${REGISTRY}/report:0.9.4`, 'none', 22],
  ['Deployment', 'shop', 'catalogue', `${REGISTRY}/catalogue:1.9.3@${DIGEST}`, 'cluster', 18],
  ['Deployment', 'shop', 'cart', `${REGISTRY}/cart:1.4.7@${DIGEST}`, 'cluster', 12],
  ['CronJob', 'shop-data', 'backup', `${REGISTRY}/backup:1.3.0@${DIGEST}`, 'none', 9],
  ['Job', 'shop', 'orders-migrate', `${REGISTRY}/orders:3.7.5@${DIGEST}`, 'none', 7],
];

const OWNERS = ['storefront', 'payments', 'platform', ''] as const;

export function ownerOf(name: string): string {
  return OWNERS[name.length % OWNERS.length] ?? '';
}

const FACTORS = ['violations', 'exposure', 'privileges', 'permissions', 'secrets'] as const;

const DETAILS = {
  violations: '3 high, 5 medium',
  exposure: 'Ingress shop: shop.example.com/',
  privileges: 'hostPath /var/run/docker.sock, runs as root',
  permissions: 'Role developer: delete pods',
  secrets: 'database-password, tls-key',
} as const;

/** Everything joined to one workload, as a sensor would send it. */
export function toSummary([kind, namespace, name, image, exposure, risk]: Line, podCount: number): WorkloadSummary {
  const isPrivileged = name === 'collector';
  const value = (yes: boolean) => String(yes);
  return {
    apiVersion: kind === 'CronJob' || kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    namespace,
    name,
    uid: `uid-${name}`,
    labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'shop', team: ownerOf(name) || 'unknown' },
    owner: ownerOf(name),
    createdAt: ago(40 * DAY),
    replicas: podCount,
    podCount,
    pods: Array.from({ length: podCount }, (_, index) => ({
      name: `${name}-7d9f8b6c5d-${index}`,
      node: `worker-${(index % 3) + 1}`,
      phase: 'Running',
      startedAt: ago((index + 1) * 5 * HOUR),
    })),
    containers: [
      {
        name,
        type: 'regular',
        image,
        digests: [DIGEST],
        ports: exposure === 'none' ? [] : [{ name: 'http', port: 8080, protocol: 'TCP' }],
        settings: [
          { name: 'privileged', value: value(isPrivileged), source: isPrivileged ? 'container' : 'default' },
          { name: 'allowPrivilegeEscalation', value: value(isPrivileged), source: 'container' },
          { name: 'runAsNonRoot', value: value(!isPrivileged), source: 'pod' },
          { name: 'runAsUser', value: isPrivileged ? '0' : '10001', source: isPrivileged ? 'image' : 'pod' },
          { name: 'readOnlyRootFilesystem', value: 'true', source: 'container' },
          { name: 'capabilities.add', value: isPrivileged ? 'SYS_ADMIN, NET_ADMIN' : '', source: 'default' },
          { name: 'seccompProfile', value: 'RuntimeDefault', source: 'pod' },
        ],
      },
      { name: 'wait-for-database', type: 'init', image: 'busybox:1.28', digests: [], ports: [], settings: [] },
    ],
    settings: [
      { name: 'hostNetwork', value: value(isPrivileged), source: 'pod' },
      { name: 'automountServiceAccountToken', value: 'true', source: 'default' },
    ],
    exposure,
    exposedBy: exposure === 'external' ? ['Ingress shop: shop.example.com/', `Service ${name}: ClusterIP 80/TCP`] : [],
    services: exposure === 'none' ? [] : [{ name, type: exposure === 'node' ? 'NodePort' : 'ClusterIP', ports: ['80/TCP → 8080'] }],
    networkPolicies: { ingress: namespace === 'shop', egress: false, names: namespace === 'shop' ? ['default-deny', `allow-${name}`] : [] },
    serviceAccount: {
      name,
      tokenMounted: true,
      permissions: ['Role reader: get, list, watch configmaps', 'ClusterRole view: get, list, watch pods'],
    },
    secrets: [
      { name: 'database', use: 'env', keys: ['password', 'user'] },
      { name: 'tls', use: 'file', keys: ['tls.crt', 'tls.key'] },
    ],
    configMaps: ['settings'],
    volumes: [
      { name: 'tmp', type: 'emptyDir', source: '', mounts: ['/tmp'], readOnly: false },
      { name: 'tls', type: 'secret', source: 'tls', mounts: ['/etc/tls'], readOnly: true },
    ],
    risk: {
      score: risk,
      reasons: FACTORS.map((factor, index) => ({ factor, points: Math.round(risk / 2 ** (index + 1)), detail: DETAILS[factor] })).filter(
        ({ points }) => points > 0,
      ),
    },
  };
}

/** An object as it would come back, for the YAML on the page. */
export function toObject({ apiVersion, kind, namespace, name, labels, containers }: WorkloadSummary): Record<string, unknown> {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: { spec: { containers: containers.map(({ name: container, image }) => ({ name: container, image })) } },
    },
  };
}
