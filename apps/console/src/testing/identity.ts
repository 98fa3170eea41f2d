import type { Answer, access, attack, secrets } from '@breakwater/api';

type Paths = Answer<typeof attack.endpoints.paths>;
type Hop = Paths['paths'][number]['hops'][number];

const CHANGE = 'delete ClusterRoleBinding web-reads';

const hop = (edge: string, number: string, from: string, to: string, because: string, cuts: string[] = []): Hop => ({
  edge,
  number,
  from,
  to,
  because,
  weakened: [],
  cuts,
});

const hops: Hop[] = [
  hop('entry', 'E70', 'outside', 'shop/web[Deployment]', 'Service shop/web is open to the internet on TCP 8080'),
  hop('runs-as', 'E20', 'shop/web[Deployment]', 'ServiceAccount shop/web', 'its token is mounted in container main'),
  hop(
    'read-secret',
    'E31',
    'ServiceAccount shop/web',
    'every Secret',
    'ClusterRole reader allows list secrets, bound by ClusterRoleBinding web-reads',
    [CHANGE],
  ),
];

const goals = ['cluster-admin', 'control-plane', 'node-root', 'all-secrets', 'any-token'];

export const identityHandlers = {
  'attack.paths': (): Paths => ({
    starts: 3,
    goals: goals.map((name, index) => ({ name, doc: '', paths: index === 3 ? 2 : 0, stoppable: true })),
    paths: ['outside', 'User system:anonymous'].map((from, index) => ({
      from,
      alike: index === 0 ? ['shop/cart[Deployment]'] : [],
      to: 'all-secrets',
      cost: 3,
      hops: index === 0 ? hops : hops.slice(2),
      cut: { change: CHANGE, closes: index === 0 },
    })),
    found: 2,
    points: [{ change: CHANGE, weight: 1, closes: 1, onPaths: 2, goals: ['all-secrets'], minimumCutOf: ['all-secrets'] }],
  }),
  'attack.whatIf': (): Answer<typeof attack.endpoints.whatIf> => ({
    counts: { closed: 1, detour: 1, unchanged: 0, opened: 0 },
    paths: [
      { from: 'outside', to: 'all-secrets', verdict: 'closed', after: [] },
      { from: 'User system:anonymous', to: 'all-secrets', verdict: 'detour', after: hops.slice(1) },
    ],
  }),
  'access.get': (): Answer<typeof access.endpoints.get> => ({
    bindings: 84,
    subjects: [
      {
        kind: 'ServiceAccount',
        namespace: 'shop',
        name: 'web',
        severity: 'critical',
        permissions: ['secrets-read', 'pod-exec'],
        bindings: ['ClusterRoleBinding web-reads'],
        goals: ['all-secrets', 'any-token'],
      },
      {
        kind: 'Group',
        namespace: '',
        name: 'developers',
        severity: 'high',
        permissions: ['pod-create'],
        bindings: ['RoleBinding shop/dev'],
        goals: [],
      },
    ],
    risks: (['dangerous', 'dead', 'stale'] as const).map(kind => ({
      kind,
      name: { dangerous: 'secrets-read', dead: 'unknown-resource', stale: 'missing-role' }[kind],
      severity: ({ dangerous: 'critical', dead: 'low', stale: 'medium' } as const)[kind],
      object: 'ClusterRoleBinding web-reads',
      role: 'ClusterRole reader',
      subjects: ['ServiceAccount shop/web'],
      because: 'Secrets hold tokens and passwords; list and watch show their content too',
    })),
  }),
  'access.usage': (): Answer<typeof access.endpoints.usage> => ({
    events: 1200,
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-30T00:00:00Z',
    unused: [
      {
        name: 'unused-rule',
        binding: 'RoleBinding shop/dev',
        role: 'ClusterRole edit',
        because: 'nobody used rule 3 of it',
        lastUse: '',
      },
    ],
    users: [{ name: 'system:serviceaccount:shop:web', requests: 4, isProven: true }],
    more: 0,
    problems: [],
  }),
  'secrets.get': (): Answer<typeof secrets.endpoints.get> => ({
    secrets: [
      {
        namespace: 'shop',
        name: 'db',
        type: 'Opaque',
        keys: ['password', 'user'],
        exists: true,
        uses: [{ by: 'shop/web[Deployment]', container: 'main', how: 'variable', keys: ['password'] }],
        readers: ['ServiceAccount shop/web', 'Group developers'],
        exposed: ['shop/web[Deployment]'],
        findings: [{ name: 'in-environment', because: 'container main of shop/web[Deployment] takes password as DB_PASSWORD' }],
      },
      {
        namespace: 'shop',
        name: 'old',
        type: '',
        keys: [],
        exists: false,
        uses: [],
        readers: [],
        exposed: [],
        findings: [{ name: 'missing', because: 'shop/cart refers to it' }],
      },
    ],
    loose: [{ object: 'ConfigMap shop/settings', path: 'data.API_KEY', name: 'API_KEY' }],
    tokens: [{ workload: 'shop/cart[Deployment]', account: 'shop/default' }],
    more: 0,
  }),
};
