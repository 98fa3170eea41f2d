import type { Answer, compliance, complianceRuns, complianceSchedules } from '@breakwater/api';
import { STATES } from '@breakwater/model';
import { ago, CLUSTERS, DAY, HOUR } from './shop.ts';

type Run = Answer<typeof complianceRuns.endpoints.start>;
type Control = Answer<typeof complianceRuns.endpoints.get>['controls'][number];
type Score = Run['scores'][number];

const score = (framework: string, passed: number): Score => ({
  framework,
  controls: 131,
  states: { pass: passed, fail: 90 - passed, accepted: 4, review: 5, manual: 2, 'not-evaluated': 20, 'not-applicable': 10 },
  passed,
  judged: 94,
  undecided: 27,
});

const [production, staging] = CLUSTERS;

export const runRows: readonly Run[] = Array.from({ length: 4 }, (_, index) => ({
  id: `run-${index}`,
  cluster: production.id,
  clusterName: production.name,
  sequence: index,
  state: 'done',
  error: '',
  requester: index % 2 === 0 ? 'weekly' : 'admin',
  frameworks: ['cis-1.12', 'nist-800-190'],
  scope: index === 3 ? { namespaces: ['shop', 'shop-*'] } : {},
  requestedAt: ago((4 - index) * 7 * DAY),
  finishedAt: ago((4 - index) * 7 * DAY - HOUR / 60),
  hash: String(index).repeat(64),
  scores: [score('cis-1.12', 60 + index * 6), score('nist-800-190', 70)],
}));

const waiting: Run = {
  id: 'run-waiting',
  cluster: staging.id,
  clusterName: staging.name,
  state: 'waiting',
  error: '',
  requester: 'admin',
  frameworks: ['cis-1.12'],
  scope: {},
  requestedAt: ago(HOUR / 60),
  scores: [],
};

const TITLES = [
  'No read-only port',
  'No privileged containers',
  'Audit log kept for 30 days',
  'kubelet configuration: mode within 600',
] as const;

const controls: readonly Control[] = Array.from({ length: 36 }, (_, index) => ({
  framework: index < 27 ? 'cis-1.12' : 'nist-800-190',
  control: `${1 + Math.floor(index / 9)}.${(index % 9) + 1}`,
  title: TITLES[index % TITLES.length] ?? '',
  group: '',
  level: '1',
  state: STATES[index % STATES.length] ?? 'pass',
  reason: '',
  objects: index * 3,
  failing: index % 9 === 1 ? index : 0,
}));

const found: Answer<typeof complianceRuns.endpoints.control> = {
  framework: 'cis-1.12',
  control: '4.2.4',
  title: 'No read-only port',
  group: 'nodes',
  level: '1',
  state: 'fail',
  reason: '',
  items: (['fail', 'accepted', 'pass'] as const).map((state, index) => ({
    framework: 'cis-1.12',
    control: '4.2.4',
    check: 'kubelet-read-only-port',
    state,
    severity: 'high',
    subject: { kind: 'Node', name: `worker-${index + 1}` },
    message: 'kubelet: .readOnlyPort is 10255 (wanted: 0)',
    evidence: [{ source: '/var/lib/kubelet/config.yaml', path: '.readOnlyPort', value: '10255' }],
    remediation: state === 'fail' ? 'in /var/lib/kubelet/config.yaml set readOnlyPort: 0, then systemctl restart kubelet' : '',
    evidenceHash: 'e'.repeat(64),
    firstSeen: ago(28 * DAY),
    since: ago(7 * DAY),
    lastSeen: ago(HOUR),
    ...(state === 'accepted' ? { exception: { target: 'kubelet-read-only-port', scope: {}, reason: 'old metrics' } } : {}),
    ...(state === 'pass' ? { change: { from: 'fail', cause: 'cluster' as const } } : {}),
  })),
};

const attested = {
  framework: 'cis-1.12',
  control: '4.2.4',
  state: 'pass',
  by: 'admin',
  at: ago(0),
  text: 'looked',
  validUntil: ago(-90 * DAY),
};

const drift: Answer<typeof complianceRuns.endpoints.drift> = {
  from: { id: 'run-2', sequence: 2, finishedAt: ago(14 * DAY) },
  items: (['worse', 'better', 'other'] as const).map((direction, index) => ({
    check: 'kubelet-read-only-port',
    subject: { kind: 'Node', name: `worker-${index + 1}` },
    severity: 'high',
    ...(direction === 'other' ? {} : { from: direction === 'worse' ? ('pass' as const) : ('fail' as const) }),
    to: direction === 'worse' ? 'fail' : 'pass',
    direction,
    cause: direction === 'other' ? 'content' : 'cluster',
    message: 'kubelet: .readOnlyPort is 10255 (wanted: 0)',
    controls: ['cis-1.12 4.2.4'],
  })),
  more: 2,
};

const node: Answer<typeof complianceRuns.endpoints.nodes>['nodes'][number] = {
  node: 'worker-1',
  states: { fail: 3, 'not-evaluated': 1, pass: 37 },
  info: {
    kubeletVersion: 'v1.34.1',
    containerRuntimeVersion: 'containerd://1.7.27',
    osImage: 'Ubuntu 24.04.1 LTS',
    kernelVersion: '6.8.0-45-generic',
  },
  distribution: 'kubeadm',
  collectedAt: ago(HOUR),
};

export const scheduleRows: readonly Answer<typeof complianceSchedules.endpoints.create>[] = [
  {
    id: 's-1',
    name: 'weekly',
    pattern: '0 6 * * 1',
    timeZone: 'Asia/Tokyo',
    clusters: [],
    frameworks: ['cis-1.12', 'nist-800-190'],
    scope: {},
    language: 'ja',
    notifiers: [],
    enabled: true,
    nextAt: ago(-3 * DAY),
    createdBy: 'admin',
  },
];

const points: Answer<typeof compliance.endpoints.trend>['points'] = runRows.map(({ id, sequence = 0, finishedAt = '', scores }) => ({
  run: id,
  sequence,
  finishedAt,
  score: scores[0] as Score,
}));

/** All runs, also those that are not done. */
export const allRuns: readonly Run[] = [waiting, ...runRows];

export const complianceHandlers = {
  'compliance.coverage': (): Answer<typeof compliance.endpoints.coverage> => ({
    clusters: [
      {
        cluster: production.id,
        clusterName: production.name,
        frameworks: (runRows[3]?.scores ?? []).map(one => ({ run: 'run-3', sequence: 3, finishedAt: ago(7 * DAY), score: one })),
      },
      { cluster: staging.id, clusterName: staging.name, frameworks: [] },
    ],
  }),
  'compliance.frameworks': () => ({
    frameworks: [
      { id: 'cis-1.12', title: 'CIS Kubernetes Benchmark 1.12', controls: 131 },
      { id: 'nist-800-190', title: 'NIST SP 800-190', controls: 24 },
    ],
  }),
  'compliance.trend': () => ({ points }),
  'compliance.head': () => ({
    head: {
      schema: 'breakwater/compliance-head',
      version: '1',
      sequence: 3,
      hash: '3'.repeat(64),
      finishedAt: ago(7 * DAY),
      key: 'k',
      signature: `${'A'.repeat(86)}==`,
    },
    publicKey: '',
  }),
  'compliance.verification': () => ({ isIntact: true, records: 4, problems: [] }),
  'complianceRuns.start': () => waiting,
  'complianceRuns.get': ({ id }: { readonly id: string }) => {
    const run = allRuns.find(candidate => candidate.id === id);
    return run === undefined ? undefined : { run, controls: run.state === 'done' ? controls : [], problems: [] };
  },
  'complianceRuns.control': ({ query }: { readonly query: { readonly control?: string } }) =>
    query.control === '5.6.1' ? { ...found, control: '5.6.1', state: 'manual', items: [], reason: 'somebody has to attest it' } : found,
  'complianceRuns.nodes': (): Answer<typeof complianceRuns.endpoints.nodes> => ({
    nodes: [{ ...node, node: 'cp-1' }, node, { node: 'worker-2', states: { 'not-evaluated': 41 }, info: {} }],
  }),
  'complianceRuns.node': (): Answer<typeof complianceRuns.endpoints.node> => ({
    node,
    facts: {
      components: [
        { name: 'kubelet', argv: ['/usr/bin/kubelet', '--config=/var/lib/kubelet/config.yaml', '--node-ip=10.0.0.2'] },
        { name: 'containerd', argv: ['/usr/bin/containerd'] },
      ],
      files: 41,
      packages: 612,
      certificates: 3,
    },
    items: [...found.items],
    more: 2,
  }),
  'compliance.responsibility': (): Answer<typeof compliance.endpoints.responsibility> => ({
    kind: 'eks',
    missing: ['nist-800-190'],
    areas: [
      {
        area: 'control-plane',
        title: 'API server, controllers, scheduler',
        owner: 'provider',
        share: 'runs, patches and configures them',
        states: {},
      },
      {
        area: 'kubelet',
        title: 'Configuration of kubelets',
        owner: 'you',
        share: 'settings and files of kubelets in your node groups',
        state: 'fail',
        states: { fail: 2, pass: 10, 'not-evaluated': 1 },
      },
      { area: 'images', title: 'Images', owner: 'you', share: 'what is in them and where they come from', states: {} },
      {
        area: 'audit',
        title: 'Audit logs',
        owner: 'shared',
        share: 'that they are on, kept and read',
        state: 'pass',
        states: { pass: 2 },
      },
    ],
  }),
  'complianceRuns.drift': () => drift,
  'complianceRuns.report': () => ({ name: 'compliance-production-3.html', mediaType: 'text/html', content: 'PGh0bWw+' }),
  'attestations.create': () => ({ ...attested, id: 'a-1' }),
  'complianceSchedules.create': () => scheduleRows[0],
  'complianceSchedules.update': () => scheduleRows[0],
};
