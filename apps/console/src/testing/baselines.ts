import type { Answer, baselines, workloads } from '@breakwater/api';
import { ago, CLUSTERS, DAY, HOUR } from './shop.ts';

type Baseline = Answer<typeof baselines.endpoints.get>;

const [production] = CLUSTERS;

const LIST: Baseline['list'] = [
  {
    section: 'processes',
    text: 'process init /usr/local/bin/node',
    origin: 'learned',
    firstSeen: ago(3 * DAY),
    details: ['arguments server.js', 'user 1000', 'started by /usr/bin/tini'],
  },
  { section: 'processes', text: 'process exec /bin/probe', origin: 'manifest', firstSeen: ago(3 * DAY), details: ['user ⋯'] },
  { section: 'peers', text: 'peer egress tcp 5432 workload shop/StatefulSet/db', origin: 'learned', firstSeen: ago(3 * DAY), details: [] },
  { section: 'peers', text: 'peer egress tcp 443 name api.example.com', origin: 'allowed', firstSeen: ago(DAY), details: [] },
  { section: 'listeners', text: 'listener tcp 8080', origin: 'learned', firstSeen: ago(3 * DAY), details: [] },
  ...Array.from({ length: 40 }, (_, index) => ({
    section: 'files' as const,
    text: `file read /etc/app/settings-${index}.yaml`,
    origin: 'learned' as const,
    firstSeen: ago(2 * DAY),
    details: [],
  })),
];

function build(id: string, change: Partial<Baseline> = {}): Baseline {
  return {
    id,
    cluster: production.id,
    clusterName: production.name,
    namespace: 'shop',
    workload: 'Deployment/web',
    container: 'app',
    version: '5d4f8c',
    state: 'learning',
    coverage: 'partial',
    lockedBy: '',
    since: ago(3 * HOUR),
    lastSeen: ago(60_000),
    lastNew: ago(HOUR),
    events: 1234,
    entries: LIST.length,
    pods: 3,
    pending: 0,
    learning: { reason: 'young', until: ago(-21 * HOUR) },
    list: LIST,
    removed: [],
    suppressed: 0,
    changes: [],
    versions: [
      { id: 'b-web', version: '5d4f8c', state: 'learning', lastSeen: ago(60_000) },
      { id: 'b-web-old', version: '77aa01', state: 'locked', lastSeen: ago(DAY) },
    ],
    follows: '77aa01',
    ...change,
  };
}

const {
  learning: _,
  follows: __,
  ...locked
} = build('b-web-old', {
  version: '77aa01',
  state: 'locked',
  coverage: 'full',
  lockedBy: 'ann',
  lockedAt: ago(DAY),
  lastNew: ago(2 * DAY),
  pending: 1,
  removed: ['process init /usr/bin/nc'],
  suppressed: 7,
  syscalls: 84,
  changes: [
    {
      id: 'c2',
      change: 'allow',
      entries: [],
      events: ['process-exec /bin/sh -c ls'],
      requester: 'ann',
      reason: 'the nightly job needs it',
      state: 'pending',
      message: '',
      requestedAt: ago(HOUR),
    },
    {
      id: 'c1',
      change: 'remove',
      entries: ['process init /usr/bin/nc', 'process init /usr/bin/ncat'],
      events: [],
      requester: 'bob',
      reason: 'was there by mistake',
      state: 'applied',
      message: 'no such entry: process init /usr/bin/ncat',
      requestedAt: ago(DAY),
      finishedAt: ago(DAY),
    },
  ],
});

export const baselineRows: readonly Baseline[] = [
  build('b-web'),
  locked,
  build('b-user', {
    namespace: '',
    workload: 'User/system:serviceaccount:shop:web',
    container: '',
    version: '',
    list: [],
    entries: 0,
    versions: [],
  }),
];

const preview: Answer<typeof baselines.endpoints.preview> = {
  deviations: [
    { verdict: 'new-path', detail: '/bin/sh was not run before', count: 3, firstSeen: ago(DAY), lastSeen: ago(HOUR), event: 'e-1' },
    {
      verdict: 'new-peer',
      detail: 'peer egress tcp 80 address 198.51.100.7 is not in the baseline',
      count: 12,
      firstSeen: ago(DAY),
      lastSeen: ago(2 * HOUR),
      event: 'e-0',
    },
  ],
  events: 400,
  truncated: false,
};

const PODS = ['web-5d4f8c-a', 'web-5d4f8c-b', 'web-5d4f8c-c'];

const replicas: Answer<typeof workloads.endpoints.replicas> = {
  since: ago(HOUR),
  events: 400,
  truncated: false,
  containers: [
    {
      container: 'app',
      state: 'compared',
      replicas: PODS.map((pod, index) => ({ pod, score: index === 1 ? 1 : 0 })),
      behaviors: [
        { text: '/bin/sh -c curl 198.51.100.7', isNew: true, pods: ['web-5d4f8c-b'], event: 'e-1' },
        { text: '/usr/local/bin/elect', isNew: false, pods: ['web-5d4f8c-a'], event: 'e-1' },
        { text: 'peer egress tcp 5432 workload shop/StatefulSet/db', isNew: false, pods: PODS, event: 'e-0' },
      ],
      more: 0,
    },
    { container: 'proxy', state: 'too-few', replicas: [{ pod: 'web-5d4f8c-a', score: 0 }], behaviors: [], more: 0 },
  ],
};

const timeline: Answer<typeof workloads.endpoints.timeline> = {
  moments: [
    { time: ago(HOUR), kind: 'event', pod: 'web-5d4f8c-b', container: 'app', text: 'connect 198.51.100.7:80/tcp started', event: 'e-0' },
    {
      time: ago(2 * HOUR),
      kind: 'violation',
      pod: '',
      container: 'app',
      text: 'shell-in-container: a shell was started',
      violation: 'v-1',
    },
    {
      time: ago(3 * HOUR),
      kind: 'restart',
      pod: 'web-5d4f8c-b',
      container: 'app',
      text: 'process-exec /usr/local/bin/node server.js',
      event: 'e-1',
    },
    { time: ago(4 * HOUR), kind: 'image', pod: 'web-5d4f8c-b', container: 'app', text: 'shop/web:1 → shop/web:2', event: 'e-1' },
  ],
};

/** Answers about what is normal for containers; a change is asked for, and never answered. */
export const baselineHandlers = {
  'baselines.preview': () => preview,
  'workloads.replicas': () => replicas,
  'workloads.timeline': () => timeline,
  'baselines.change': ({ id }: { readonly id: string }) => {
    const found = baselineRows.find(row => row.id === id);
    return found === undefined ? undefined : { ...found, pending: found.pending + 1 };
  },
  'baselines.diff': (): Answer<typeof baselines.endpoints.diff> => ({
    before: { id: 'b-web-old', version: '77aa01', state: 'locked', lastSeen: ago(DAY) },
    changes: [
      { change: 'added', text: 'process init /bin/sh' },
      { change: 'gone', text: 'peer egress tcp 6379 workload shop/Deployment/cache' },
    ],
  }),
};
