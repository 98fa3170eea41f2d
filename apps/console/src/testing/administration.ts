import type { Answer, audit, clusters, exceptions, health, notifiers, problems, session, tokens, users } from '@breakwater/api';
import { isPermitted, PERMISSIONS } from '@breakwater/api';
import { ago, CLUSTERS, DAY, HOUR } from './shop.ts';

type Page<T> = T extends { readonly results: readonly (infer Row)[] } ? readonly Row[] : never;

const [production, staging] = CLUSTERS;

const problemRows: Page<Answer<typeof problems.endpoints.list>> = [
  {
    id: 'p-1',
    cluster: production.id,
    clusterName: production.name,
    code: 'kind-not-readable',
    message: 'Secrets may not be listed: give the service account of the sensor "list" and "watch" on secrets, or set metadata-only.',
    source: 'v1/Secret',
    since: ago(2 * HOUR),
  },
  {
    id: 'p-2',
    cluster: staging.id,
    clusterName: staging.name,
    code: 'sensor-away',
    message: 'The sensor has not been heard of for 3 hours; what is shown of this cluster is as old as that.',
    source: 'sensor',
    since: ago(3 * HOUR),
  },
  {
    id: 'p-3',
    code: 'notifier-failing',
    message: 'The webhook “chat” answers 503; 4 messages wait.',
    source: 'notifiers/chat',
    since: ago(DAY),
  },
];

const exceptionRows: readonly Answer<typeof exceptions.endpoints.get>[] = [
  {
    id: 'e-1',
    state: 'requested',
    exception: {
      target: 'host-path-mounted',
      scope: { clusters: [production.name], namespaces: ['shop-logs'], workloads: ['DaemonSet/collector'] },
      reason: 'The log collector has to read /var/log of the node.',
      requester: 'mika',
      expiry: ago(-30 * DAY),
    },
    requestedAt: ago(4 * HOUR),
    selfApproved: false,
    violations: 0,
    findings: 0,
    covered: [],
    history: [{ at: ago(4 * HOUR), event: 'requested', by: 'mika', comment: 'The log collector has to read /var/log of the node.' }],
    accepted: [],
  },
  {
    id: 'e-2',
    state: 'approved',
    exception: {
      target: 'image-not-pinned',
      scope: { namespaces: ['shop-data'] },
      reason: 'Third-party images are pinned by the mirror.',
      requester: 'mika',
      approver: 'admin',
      expiry: ago(-8 * DAY),
    },
    requestedAt: ago(10 * DAY),
    decidedAt: ago(9 * DAY),
    decision: 'Agreed until the mirror reports digests.',
    selfApproved: true,
    violations: 4,
    findings: 0,
    covered: [],
    history: [
      { at: ago(9 * DAY), event: 'approved', by: 'admin', comment: 'Agreed until the mirror reports digests.' },
      { at: ago(10 * DAY), event: 'requested', by: 'mika', comment: 'Third-party images are pinned by the mirror.' },
    ],
    accepted: [],
  },
  {
    id: 'e-3',
    state: 'approved',
    exception: {
      target: 'CVE-2016-2781',
      scope: { images: ['registry.example.com/shop/*'], packages: ['coreutils'] },
      reason: 'No terminal is attached to any of them.',
      requester: 'mika',
      approver: 'admin',
      until: 'fixable',
      vexStatus: 'affected',
    },
    requestedAt: ago(20 * DAY),
    decidedAt: ago(19 * DAY),
    decision: 'Agreed.',
    selfApproved: false,
    violations: 0,
    kind: 'deferred',
    findings: 1,
    history: [{ at: ago(19 * DAY), event: 'approved', by: 'admin', comment: 'Agreed.' }],
    accepted: [],
    covered: [
      {
        image: 'i-0',
        reference: 'registry.example.com/shop/web:latest',
        digest: `sha256:${'0a'.repeat(32)}`,
        package: 'coreutils',
        version: '9.1-1',
      },
    ],
  },
];

const notifierRows: Page<Answer<typeof notifiers.endpoints.list>> = [
  {
    id: 'h-1',
    name: 'chat',
    type: 'webhook',
    enabled: true,
    severity: 'high',
    owners: ['payments'],
    clusters: [],
    config: { url: 'https://chat.example.com/hooks/breakwater' },
    waiting: 4,
    delivered: 1280,
    lastError: '503 Service Unavailable',
  },
];

const userRows: Page<Answer<typeof users.endpoints.list>> = [
  { id: 'u-1', name: 'admin', role: 'admin', scope: {}, createdAt: ago(60 * DAY), lastLoginAt: ago(HOUR) },
  { id: 'u-2', name: 'mika', role: 'viewer', scope: { namespaces: ['shop', 'shop-logs'] }, createdAt: ago(20 * DAY) },
];

const tokenRows: Page<Answer<typeof tokens.endpoints.list>> = [
  {
    id: 't-1',
    name: 'pipeline',
    role: 'viewer',
    scope: {},
    createdBy: 'admin',
    createdAt: ago(30 * DAY),
    expiresAt: ago(-60 * DAY),
    lastUsedAt: ago(HOUR),
  },
];

const auditRows: Page<Answer<typeof audit.endpoints.list>> = [
  {
    id: 'a-1',
    at: ago(HOUR),
    actor: 'admin',
    action: 'exceptions.approve',
    object: 'e-2',
    status: 200,
    address: '127.0.0.1',
    detail: { comment: 'Agreed.' },
  },
  {
    id: 'a-2',
    at: ago(2 * HOUR),
    actor: 'mika',
    action: 'users.create',
    object: '',
    status: 403,
    address: '10.0.3.7',
    detail: { name: 'eve' },
  },
];

const joinTokens: Page<Answer<typeof clusters.endpoints.listJoinTokens>> = [
  { id: 'j-1', name: 'production', createdBy: 'admin', createdAt: ago(60 * DAY), expiresAt: ago(59 * DAY), usedBy: production.id },
];

const healthAnswer: Answer<typeof health.endpoints.get> = {
  version: '0.1.0',
  startedAt: ago(3 * DAY),
  policyRevision: 7,
  database: { embedded: true, version: '18.1', bytes: 184_000_000, schema: 4 },
  sensors: { connected: 1, known: 2 },
  scanners: { connected: 1, known: 1, advisories: ago(9 * HOUR) },
  queues: [
    { name: 'notifications', waiting: 4, failed: 1 },
    { name: 'retention', waiting: 0, failed: 0 },
  ],
  memory: 212_000_000,
};

function toMe(role: 'admin' | 'viewer'): Answer<typeof session.endpoints.get> {
  const permissions = PERMISSIONS.filter(permission => isPermitted(role, permission));
  return {
    id: 'u-1',
    name: role === 'admin' ? 'admin' : 'mika',
    role,
    scope: {},
    permissions: [...permissions],
    mustChangePassword: false,
    passwordReset: false,
  };
}

/** Lists and single answers of everything that is about the installation itself. */
export function listAdministration(getRole: () => 'admin' | 'viewer') {
  const firstException = exceptionRows[0];
  return {
    lists: {
      problems: problemRows,
      exceptions: exceptionRows,
      notifiers: notifierRows,
      users: userRows,
      tokens: tokenRows,
      audit: auditRows,
    },
    handlers: {
      'session.get': () => toMe(getRole()),
      'session.create': () => toMe(getRole()),
      'health.get': () => healthAnswer,
      'clusters.listJoinTokens': () => ({ results: joinTokens, total: joinTokens.length }),
      'clusters.createJoinToken': () => ({
        joinToken: { id: 'j-2', name: 'edge', createdBy: 'admin', createdAt: ago(0), expiresAt: ago(-HOUR) },
        secret: 'bwj_0123456789abcdef',
        command: 'breakwater sensor --join bwj_0123456789abcdef --server https://breakwater.example.com:8443',
      }),
      'exceptions.request': () => firstException,
      'exceptions.approve': () => firstException,
      'tokens.create': () => ({ token: tokenRows[0], secret: 'bw_0123456789abcdef' }),
      'users.resetPassword': () => ({ user: userRows[1], password: 'staple-orange-lantern' }),
      'users.create': () => ({ user: userRows[1], password: 'correct-horse-battery' }),
      'notifiers.test': () => ({ delivered: true, message: '' }),
    },
  };
}
