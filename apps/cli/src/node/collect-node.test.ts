import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { expect, it } from 'vitest';
import { createHost } from '../testing/host-tree.ts';
import { collectNode } from './collect-node.ts';
import { redactArguments, redactConfiguration } from './redact.ts';

const NOW = new Date('2026-12-01T00:00:00Z');

const KUBELET = 'apiVersion: kubelet.config.k8s.io/v1beta1\nreadOnlyPort: 0\n';
const ENCRYPTION =
  'resources:\n  - resources: [secrets]\n    providers:\n      - aescbc:\n          keys:\n            - name: k\n              secret: c2VjcmV0LXZhbHVl\n';
const SERVER = [
  'kube-apiserver',
  '--encryption-provider-config=/etc/enc.yaml',
  '--oidc-client-secret=hunter2hunter2',
  '--client-ca-file',
  '/etc/ca.crt',
];

const HOST = {
  'etc/hostname': 'node-1\n',
  'etc/passwd': 'root:x:0:0::/root:/bin/sh\netcd:x:999:999::/:/bin/false\n',
  'etc/group': 'root:x:0:\n',
  'etc/kubernetes/admin.conf': 'users: []\n',
  'etc/enc.yaml': ENCRYPTION,
  'var/lib/kubelet/config.yaml': KUBELET,
  'etc/kubernetes/pki/ca.key': 'private\n',
  'etc/cni/net.d/loop': '->loop',
  'etc/cni/net.d/out': '->../../../../../../etc/hostname',
  'etc/cni/net.d/gone': '->/no/such/file',
  'proc/10/cmdline': `${SERVER.join('\0')}\0`,
  'proc/10/environ': 'ETCD_NAME=a\0ETCD_PASSWORD=p\0HOME=/root\0',
  'proc/11/cmdline': 'kubelet\0--config=/var/lib/kubelet/config.yaml\0',
  'proc/12/cmdline': 'nginx\0-g\0daemon off;\0',
  'proc/self/cmdline': 'x\0',
  'proc/sys/kernel/panic': '10\n',
  'proc/1/net/tcp':
    '  sl  local_address rem_address   st tx rx tr tm retr uid timeout inode\n   0: 00000000:2812 00000000:0000 0A 0:0 0:0 0 0 0 77 1\n   1: 0100007F:0050 00000000:0000 01 0:0 0:0 0 0 0 78 1\n',
  'proc/1/net/tcp6':
    'head\n   0: 00000000000000000000000000000000:192B 0:0 0A 0:0 0:0 0 0 0 79 1\n   1: 00000000000000000000000001000000:192C 0:0 0A 0:0 0:0 0 0 0 80 1\n',
  'proc/11/fd/3': '->socket:[77]',
};

it('tells components, files and ports of a host, and keeps no credential', () => {
  const facts = collectNode({ root: createHost(HOST), now: NOW });
  expect([facts.node, facts.distribution, facts.collectedAt, facts.sysctls]).toStrictEqual([
    'node-1',
    'kubeadm',
    '2026-12-01T00:00:00.000Z',
    { 'kernel.panic': '10' },
  ]);
  expect(facts.processes).toStrictEqual([
    { name: 'kube-apiserver', exe: '', argv: SERVER.with(2, '--oidc-client-secret=(redacted)'), env: { ETCD_NAME: 'a' } },
    { name: 'kubelet', exe: '', argv: ['kubelet', '--config=/var/lib/kubelet/config.yaml'], env: {} },
  ]);
  expect(facts.listening).toStrictEqual([
    { protocol: 'tcp', address: '0.0.0.0', port: 10258, process: 'kubelet' },
    { protocol: 'tcp6', address: '::', port: 6443 },
    { protocol: 'tcp6', address: '::1', port: 6444 },
  ]);
  const find = (path: string) => facts.files.find(file => file.path === path);
  expect(find('/var/lib/kubelet/config.yaml')).toMatchObject({ type: 'file', mode: '644', content: KUBELET });
  expect(find('/etc/enc.yaml')?.content).toBe(ENCRYPTION.replace('c2VjcmV0LXZhbHVl', '"(redacted)"'));
  expect(find('/etc/kubernetes/admin.conf')).not.toHaveProperty('content');
  expect(find('/etc/kubernetes/pki/ca.key')).not.toHaveProperty('content');
  expect(find('/etc/kubernetes/scheduler.conf')).toMatchObject({ type: 'absent' });
  expect(JSON.stringify(facts)).not.toMatch(/hunter2|c2VjcmV0|private\\n/);
});

it('follows links as the host would, never out of it', () => {
  const facts = collectNode({ root: createHost(HOST), now: NOW });
  const links = facts.files.filter(({ path }) => path.startsWith('/etc/cni/net.d/')).map(({ path, type }) => [path.slice(15), type]);
  expect(links).toStrictEqual([
    ['gone', 'absent'],
    ['loop', 'unreadable'],
    ['out', 'file'],
  ]);
});

it('tells a folder that may not be read as unreadable', () => {
  if (getuid?.() === 0) return;
  const root = createHost(HOST);
  chmodSync(join(root, 'etc/kubernetes'), 0o000);
  const facts = collectNode({ root, now: NOW });
  chmodSync(join(root, 'etc/kubernetes'), 0o755);
  expect(facts.files.find(({ path }) => path === '/etc/kubernetes/admin.conf')?.type).toBe('unreadable');
});

it('says what an empty folder is: a node of which nothing is known', () => {
  const facts = collectNode({ root: createHost({ 'etc/hostname': 'x' }), now: NOW });
  expect([facts.processes, facts.distribution, new Set(facts.files.map(({ type }) => type))]).toStrictEqual([
    [],
    'unknown',
    new Set(['absent']),
  ]);
});

it.each([
  ['a token', ['k3s', 'server', '--token', 'abc'], ['k3s', 'server', '--token', '(redacted)']],
  ['a password', ['x', '--password=abc', '--db-password=/a/file'], ['x', '--password=(redacted)', '--db-password=/a/file']],
  ['a login in an address', ['x', '--datastore-endpoint=mysql://u:p@h/db'], ['x', '--datastore-endpoint=mysql://(redacted)@h/db']],
  ['a file of tokens', ['x', '--token-auth-file=/etc/tokens.csv'], ['x', '--token-auth-file=/etc/tokens.csv']],
  ['nothing at all', ['x', '--v=2', 'y'], ['x', '--v=2', 'y']],
])('leaves out %s of arguments', (_, argv, redacted) => {
  expect(redactArguments(argv)).toStrictEqual(redacted);
});

it.each([
  ['a key on a line', 'secret: abc\n', 'secret: "(redacted)"\n'],
  ['a key in braces', '{ "name": "k", "secret": "abc" }', '{ "name": "k", "secret": "(redacted)" }'],
  ['a login of containerd', '  password = "hunter2"\n  auth = "aHVudGVyMg=="\n', '  password = "(redacted)"\n  auth = "(redacted)"\n'],
  ['a login of a registry', 'auth:\n  username: jo\n  password: hunter2\n', 'auth:\n  username: jo\n  password: "(redacted)"\n'],
  ['a flag in a file of flags', '--oidc-client-secret=hunter2\n--token hunter2\n', '--oidc-client-secret=(redacted)\n--token (redacted)\n'],
  [
    'a token of K3s',
    'agent-token: hunter2\nkube-apiserver-arg:\n  - "oidc-client-secret=hunter2"\n',
    'agent-token: "(redacted)"\nkube-apiserver-arg:\n  - "oidc-client-secret=(redacted)"\n',
  ],
  ['no path to a token', 'token-auth-file: /etc/tokens.csv\n', 'token-auth-file: /etc/tokens.csv\n'],
  ['no setting of etcd', '  client-cert-auth: true\n', '  client-cert-auth: true\n'],
  ['a private key', '-----BEGIN EC PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY-----', '(redacted)'],
  ['no resource that is called secrets', 'resources: [secrets]\n', 'resources: [secrets]\n'],
])('leaves out %s of configuration', (_, text, redacted) => {
  expect(redactConfiguration(text)).toBe(redacted);
});
