import type { Event } from '@breakwater/model';
import { CompiledPolicy, EventJudge, selectRuntimePreset } from '@breakwater/policy';
import { describe, expect, test } from 'vitest';
import { readCompiledPolicies } from './judge-set.ts';

type Part = Readonly<Record<string, unknown>>;

const SHELL = { id: 'n/b/5', exe: '/bin/busybox', argv: ['sh', '-c', 'x'], uid: 0 };
const POSTGRES = { id: 'n/b/4', exe: '/usr/lib/postgresql/16/bin/postgres', argv: ['postgres'], uid: 999 };
const NODE = { id: 'n/b/3', exe: '/usr/local/bin/node', argv: ['node', 'server.js'], uid: 1000 };
const ATTACK = '/tmp/attack';

function build(type: Event['type'], process: Part, part: Part = {}): Event {
  return {
    id: 'n/b/9',
    time: '2026-12-01T00:00:00Z',
    cluster: 'c',
    node: 'n',
    namespace: 'shop',
    pod: 'web-1',
    workload: 'Deployment/web',
    container: 'app',
    containerId: 'abc',
    image: 'registry.example.com/shop/web:1',
    type,
    ...part,
    process: {
      id: 'n/b/6',
      pid: 6,
      containerPid: 6,
      name: 'x',
      argv: ['x'],
      argvTruncated: false,
      uid: 0,
      layer: 'lower',
      entry: 'init',
      ancestors: [],
      capabilities: [],
      ...process,
    },
  } as unknown as Event;
}

const exec = (exe: string, argv: readonly string[], more: Part = {}): Event => build('process-exec', { exe, argv, ...more });
const sh = (script: string, more: Part = {}): Event => exec('/bin/busybox', ['sh', '-c', script], more);
const file = (operation: string, path: string, process: Part, more: Part = {}): Event =>
  build('file-open', process, { file: { path, operation, flags: [], called: path, ...more } });
const connect = (address: string, port: number, process: Part = NODE, protocol = 'tcp'): Event =>
  build('connect', process, {
    connect: { protocol, local: { address: '10.0.0.1', port: 40_000 }, remote: { address, port }, result: 'started' },
  });
const privilege = (operation: string, detail: Part, process: Part, result?: string): Event =>
  build('privilege', process, { privilege: { operation, detail, ...(result === undefined ? {} : { result }) } });
const attack = (...words: readonly string[]): Part => ({ exe: ATTACK, argv: [ATTACK, ...words], layer: 'upper', ancestors: [SHELL] });
const tool = (...argv: readonly string[]): Part => ({ exe: '/bin/busybox', argv, ancestors: [SHELL] });

/** What a web server, a worker, a database, a cron job, probes, an operator's exec and a roll-out to a new version do all day. */
const DAY: readonly (readonly [what: string, event: Event])[] = [
  [
    'the entry point',
    exec('/docker-entrypoint.sh', ['/docker-entrypoint.sh', 'node'], { containerPid: 1, traits: ['script'], interpreter: '/bin/sh' }),
  ],
  ['the runtime on its way in', exec('memfd:runc_cloned:/proc/self/exe', ['runc', 'init'], { traits: ['memfd', 'runtime'] })],
  ['the server', exec('/usr/local/bin/node', ['node', 'server.js'], { uid: 1000 })],
  ['it drops its rights', privilege('setuid', { ids: '1000' }, { exe: '/sbin/su-exec', argv: ['su-exec', 'app'], ancestors: [SHELL] })],
  ['it listens', build('listen', NODE, { listen: { protocol: 'tcp', local: { address: '0.0.0.0', port: 8080 } } })],
  [
    'it is connected to',
    build('accept', NODE, {
      accept: { protocol: 'tcp', local: { address: '10.0.0.1', port: 8080 }, remote: { address: '10.0.0.2', port: 50_000 } },
    }),
  ],
  [
    'it asks for a name',
    build('dns', NODE, { dns: { query: 'db.shop.svc.cluster.local.', type: 'A', answers: ['10.96.0.9'], code: 'NOERROR' } }),
  ],
  ['it connects to the database', connect('10.96.0.9', 5432)],
  ['it calls an API outside', connect('203.0.113.50', 443)],
  ['a worker converts a picture', sh('convert a.png b.png', { ancestors: [NODE] })],
  [
    'the database starts a worker',
    exec('/usr/lib/postgresql/16/bin/postgres', ['postgres: autovacuum worker'], { ancestors: [POSTGRES], uid: 999 }),
  ],
  ['the database archives', sh('test ! -f /archive/1 && cp pg_wal/1 /archive/1', { ancestors: [POSTGRES], uid: 999 })],
  ['a probe', sh('test -f /tmp/ready', { entry: 'exec' })],
  ['a probe of a database', exec('/usr/bin/pg_isready', ['pg_isready', '-U', 'shop'], { entry: 'exec' })],
  ['a probe asks for a port', exec('/usr/bin/nc', ['nc', '-z', 'localhost', '8080'], { entry: 'exec' })],
  ['a probe with curl', exec('/usr/bin/curl', ['curl', '-sf', 'http://localhost:8080/healthz'], { entry: 'exec' })],
  ['a cron job', sh('pg_dump shop | gzip > /backup/shop.gz', { containerPid: 1 })],
  ['a cron job writes its log', file('create', '/var/log/backup.log', tool('sh'), { flags: ['O_WRONLY', 'O_CREAT', 'O_TRUNC'] })],
  ['an operator looks around', exec('/bin/bash', ['bash'], { entry: 'exec', tty: 'pts/0' })],
  ['ls', exec('/bin/busybox', ['ls', '-la'], { entry: 'exec', tty: 'pts/0', ancestors: [SHELL] })],
  ['a log is read', exec('/bin/busybox', ['tail', '-f', '/var/log/app.log'], { entry: 'exec', tty: 'pts/0', ancestors: [SHELL] })],
  [
    'the history is written',
    file('write', '/root/.bash_history', { exe: '/bin/bash', argv: ['bash'] }, { flags: ['O_WRONLY', 'O_APPEND'] }),
  ],
  [
    'a client reads its token',
    file('read', '/run/secrets/kubernetes.io/serviceaccount/..2026_12_01/token', { exe: '/app/operator', argv: ['operator'] }),
  ],
  ['settings are written at start', file('create', '/etc/nginx/conf.d/default.conf', { exe: '/usr/bin/envsubst', argv: ['envsubst'] })],
  ['a stop', build('process-exit', NODE, { exit: { signal: 15 } })],
  ['the new version', exec('/usr/local/bin/node', ['node', 'server.js', '--new-flag'], { uid: 1000 })],
  ['locale and names are looked up', file('read', '/etc/passwd', NODE)],
];

/** What was scripted in real containers to see whether the agent tells it (test/e2e/runtime), and what has to come of it. */
const ATTACKS: readonly (readonly [what: string, event: Event, policy: string])[] = [
  ['a program that was dropped', build('process-exec', attack('nothing')), 'drifted-program'],
  ['a program without a file', exec('memfd:hidden', ['harmless', 'nothing'], { traits: ['memfd'], layer: undefined }), 'fileless-program'],
  ['a library that is put before', exec('/usr/bin/id', ['id'], { environment: { LD_PRELOAD: '/tmp/evil.so' } }), 'library-preloaded'],
  ['the token is read', file('read', '/run/secrets/kubernetes.io/serviceaccount/..data/token', tool('cat')), 'token-read'],
  ['passwords are written', file('create', '/etc/shadow', tool('sh')), 'account-file-changed'],
  ['passwords are read', file('read', '/etc/shadow', tool('cat')), 'sensitive-file-read'],
  ['by a path that goes up', file('read', '/etc/shadow', tool('cat'), { called: '/tmp/../etc/shadow' }), 'path-traversal-read'],
  ['by the open folder', file('read', '/etc/shadow', attack('dirfd'), { called: 'shadow' }), 'sensitive-file-read'],
  ['by /proc/self/root', file('read', '/etc/shadow', tool('cat'), { called: '/proc/self/root/etc/shadow' }), 'sensitive-file-read'],
  ['by a link', file('read', '/etc/shadow', tool('cat'), { called: '/tmp/soft' }), 'sensitive-file-read'],
  ['by a hard link', file('read', '/tmp/hard', tool('cat'), { called: '/tmp/hard', alias: '/etc/shadow' }), 'sensitive-file-read'],
  ['a symbolic link is laid', file('symlink', '/etc/shadow', tool('ln'), { target: '/tmp/soft' }), 'link-over-sensitive-file'],
  ['a hard link is laid', file('link', '/etc/shadow', tool('ln'), { target: '/tmp/hard' }), 'link-over-sensitive-file'],
  ['passwords are moved away', file('rename', '/etc/shadow', tool('mv'), { target: '/tmp/moved' }), 'account-file-changed'],
  ['a job is emptied', file('create', '/etc/crontab', attack('creat'), { flags: ['O_TRUNC'] }), 'scheduled-job-changed'],
  ['the right of the owner for everybody', file('chmod', ATTACK, attack('chmod'), { mode: '4755' }), 'set-user-id-bit-set'],
  [
    'a shell on a connection',
    exec('/bin/busybox', ['sh'], { traits: ['stdin-socket', 'stdout-socket'], ancestors: [{ ...SHELL, exe: ATTACK, argv: [ATTACK] }] }),
    'shell-on-socket',
  ],
  ['namespaces of its own', privilege('unshare', { namespaces: 'mnt,user' }, attack('unshare')), 'namespace-left'],
  ['a mount that is refused', privilege('mount', { path: '/tmp', type: 'tmpfs' }, attack('mount'), 'EPERM'), 'mounted-in-container'],
  ['packets as they are', privilege('raw-socket', { family: 'packet' }, attack('packet')), 'packet-socket-opened'],
  ['a program for the kernel', privilege('bpf', { command: 'PROG_LOAD' }, attack('bpf'), 'EPERM'), 'bpf-program-loaded'],
  ['a module for the kernel', privilege('module-load', {}, attack('module'), 'EPERM'), 'kernel-module-loaded'],
  ['a miner', exec('/tmp/xmrig', ['xmrig'], { layer: undefined }), 'miner-started'],
  ['its pool', build('dns', NODE, { dns: { query: 'pool.supportxmr.com', type: 'A', answers: [] } }), 'miner-pool-contacted'],
  ['a kubelet', connect('10.0.1.1', 10_250), 'node-port-contacted'],
  ['the metadata service', connect('169.254.169.254', 80, tool('curl')), 'metadata-contacted-by-tool'],
  ['the runtime', connect('/run/containerd/containerd.sock', 0, NODE, 'unix'), 'runtime-socket-contacted'],
  ['release_agent', file('write', '/sys/fs/cgroup/rdma/release_agent', tool('sh')), 'escape-file-written'],
  ['packages', exec('/sbin/apk', ['apk', 'add', 'nmap'], { ancestors: [SHELL] }), 'package-manager-used'],
];

const POLICIES = readCompiledPolicies();
const ids = selectRuntimePreset('runtime', POLICIES);
const judge = new EventJudge(
  POLICIES.filter(({ id }) => ids.has(id)).map(policy => new CompiledPolicy(policy)),
  { cluster: 'c', redact: same => same },
);

describe('the quiet set', () => {
  test.each(DAY)('says nothing about %s', (_what, event) => {
    expect(judge.judge(event).map(({ policy, message }) => `${policy}: ${message}`)).toStrictEqual([]);
  });

  test.each(ATTACKS)('tells %s', (_what, event, policy) => {
    expect(judge.judge(event).map(({ policy: told, state }) => [told, state])).toContainEqual([policy, 'fail']);
  });

  test('no attack is told by more than two policies', () => {
    const many = ATTACKS.map(([what, event]) => [what, judge.judge(event).map(({ policy }) => policy)] as const);
    expect(many.filter(([, policies]) => policies.length > 2)).toStrictEqual([]);
  });
});
