/**
 * Events judged on one core: the mix that containers of a busy node give, by the quiet set and by all policies over events. Events a second, µs for one event of each type, memory after a
 * million. Run: node bench/events.ts
 */
import { readFileSync } from 'node:fs';
import { redactEvent } from '@breakwater/behavior';
import type { Event, EventContext, PolicyDefinition } from '@breakwater/model';
import { CompiledPolicy, EventJudge, RUNTIME_PRESETS, selectRuntimePreset } from '@breakwater/policy';

const RUNS = 9;
const EVENTS_A_RUN = 30_000;
const SOAK = 1_000_000;
const BAR = 5000;

const POLICIES: readonly PolicyDefinition[] = JSON.parse(
  readFileSync(new URL('../content/policies.generated.json', import.meta.url), 'utf8'),
);

const START = {
  time: '2026-12-01T00:00:00.000000000Z',
  cluster: 'c',
  node: 'node-1',
  namespace: 'shop',
  pod: 'web-1',
  podUid: 'u',
  workload: 'Deployment/web',
  container: 'app',
  containerId: 'abc',
  image: 'registry.example.com/shop/web:1',
} as const;
const SHIM = { id: 's', exe: '/usr/bin/containerd-shim-runc-v2', argv: ['containerd-shim-runc-v2'], uid: 0 };
const PROCESS = {
  id: 'p',
  pid: 7,
  containerPid: 7,
  exe: '/usr/bin/node',
  argv: ['node', '/app/server.js', '--port', '8080'],
  argvTruncated: false,
  uid: 1000,
  layer: 'lower',
  entry: 'init',
  capabilities: [],
  ancestors: [{ id: 'q', exe: '/usr/bin/tini', argv: ['tini', '--', 'node'], uid: 1000 }, SHIM],
} as const;
const KNOWN: EventContext = { baseline: { state: 'locked', coverage: 'full', verdict: 'known' }, signals: [] };

type Part = Readonly<Record<string, unknown>>;

function toEvent(type: Event['type'], part: Part, process: Part = PROCESS): Event {
  return { ...START, id: 'node-1/b/1', type, process, ...part } as unknown as Event;
}

const ends = (address: string, port: number) => ({
  protocol: 'tcp',
  local: { address: '10.0.0.1', port: 40_000 },
  remote: { address, port },
});
const exec = (exe: string, ...argv: readonly string[]): Event => toEvent('process-exec', {}, { ...PROCESS, exe, argv });

/** By how many of a hundred events they are: probes and scripts start programs, servers connect and ask for names, libraries read watched files. */
const MIX: readonly (readonly [share: number, name: string, event: Event])[] = [
  [10, 'exec of a shell', exec('/bin/busybox', 'sh', '-c', 'test -f /ready && wget -qO- localhost:8080/healthz')],
  [10, 'exec of a program', exec('/usr/bin/node', 'node', '/app/job.js', '--days', '7')],
  [15, 'exit', toEvent('process-exit', { exit: { code: 0 } })],
  [20, 'connect', toEvent('connect', { connect: { ...ends('10.96.0.20', 5432), result: 'started' } })],
  [10, 'accept', toEvent('accept', { accept: ends('10.0.0.9', 51_000) })],
  [15, 'dns', toEvent('dns', { dns: { query: 'db.shop.svc.cluster.local.', type: 'A', answers: ['10.96.0.20'], code: 'NOERROR' } })],
  [
    13,
    'file',
    toEvent('file-open', { file: { path: '/run/secrets/kubernetes.io/serviceaccount/token', operation: 'read', flags: ['O_RDONLY'] } }),
  ],
  [4, 'privilege', toEvent('privilege', { privilege: { operation: 'setuid', detail: { ids: '1000' } } })],
  [
    3,
    'audit',
    {
      ...START,
      id: 'a',
      type: 'kube-audit',
      source: 'kube-audit',
      audit: {
        user: 'system:serviceaccount:shop:web',
        groups: ['system:serviceaccounts'],
        verb: 'get',
        resource: 'configmaps',
        name: 'web',
        allowed: true,
        code: 200,
        sourceIps: ['10.0.0.1'],
        stage: 'ResponseComplete',
        level: 'Metadata',
      },
    },
  ],
];
const HUNDRED: readonly Event[] = MIX.flatMap(([share, , event]) => Array.from({ length: share }, () => event)).toSorted(
  (a, b) => ((JSON.stringify(a).length * 7919) % 101) - ((JSON.stringify(b).length * 7919) % 101),
);

function createJudge(preset: string): EventJudge {
  const ids = selectRuntimePreset(preset, POLICIES);
  const policies = POLICIES.filter(({ id }) => ids.has(id)).map(policy => new CompiledPolicy(policy));
  return new EventJudge(policies, { cluster: 'c', redact: redactEvent });
}

/** Each event anew, as it comes from the wire: nothing that was read of one helps the next. */
function judgeMany(judge: EventJudge, events: readonly Event[], count: number): number {
  let found = 0;
  for (let index = 0; index < count; index++) found += judge.judge({ ...(events[index % events.length] as Event) }, { ...KNOWN }).length;
  return found;
}

/** Median over RUNS of µs for one event. */
function measure(judge: EventJudge, events: readonly Event[], count: number): number {
  judgeMany(judge, events, count / 3);
  const times = Array.from({ length: RUNS }, () => {
    const start = process.cpuUsage();
    judgeMany(judge, events, count);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / count;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

for (const preset of RUNTIME_PRESETS) {
  const microseconds = measure(createJudge(preset), HUNDRED, EVENTS_A_RUN);
  const perSecond = Math.round(1e6 / microseconds);
  const isMet = perSecond >= BAR;
  console.log(
    `${preset.padEnd(14)} ${String(selectRuntimePreset(preset, POLICIES).size).padStart(3)} policies  ${microseconds.toFixed(1).padStart(6)} µs of CPU an event  ${perSecond} a second  bar ${BAR}: ${isMet ? 'met' : 'MISSED'}`,
  );
  if (!isMet) process.exitCode = 1;
}
const all = createJudge('runtime-all');
for (const [share, name, event] of MIX)
  console.log(
    `  ${name.padEnd(18)} ${String(share).padStart(2)} %  ${measure(all, [event], EVENTS_A_RUN / 10)
      .toFixed(1)
      .padStart(6)} µs by all policies`,
  );
const memory = (): number => Math.round(process.memoryUsage().rss / 1024 / 1024);
const before = memory();
judgeMany(createJudge('runtime'), HUNDRED, SOAK);
console.log(`memory before and after ${SOAK.toLocaleString('en')} events: ${before} and ${memory()} MB`);
