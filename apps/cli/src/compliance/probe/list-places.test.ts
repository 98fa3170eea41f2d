import { expect, it } from 'vitest';
import { listEtcd, listKubelets } from './list-places.ts';

const node = (address: string, port?: number) => ({
  metadata: { name: 'n1' },
  status: {
    addresses: [
      { type: 'Hostname', address: 'n1' },
      { type: 'InternalIP', address },
    ],
    ...(port === undefined ? {} : { daemonEndpoints: { kubeletEndpoint: { Port: port } } }),
  },
});

it.each<[string, object, readonly object[]]>([
  ['its address', node('192.0.2.7'), [{ node: 'n1', host: '192.0.2.7', port: 10_250 }]],
  ['the port that it names', node('2001:db8::7', 10_999), [{ node: 'n1', host: '2001:db8::7', port: 10_999 }]],
  ['no port that is none', node('192.0.2.7', 0), [{ node: 'n1', host: '192.0.2.7', port: 10_250 }]],
  ['no metadata service of a cloud', node('169.254.169.254', 80), []],
  ['nothing link-local', node('fe80::1'), []],
  ['no name that somebody else resolves', node('internal.example'), []],
  ['nothing of a node without address', { metadata: { name: 'n1' } }, []],
])('asks of a kubelet %s', (_, one, wanted) => {
  expect(listKubelets([one as Readonly<Record<string, unknown>>])).toStrictEqual(wanted);
});

const etcd = (...command: readonly string[]) => ({
  metadata: { name: 'etcd-n1' },
  spec: { containers: [{ command: ['etcd', ...command] }] },
});

it.each<[readonly string[], readonly object[]]>([
  [
    ['--listen-client-urls=https://127.0.0.1:2379,https://192.0.2.7:2379', '--advertise-client-urls=https://192.0.2.7:2379'],
    [{ name: 'etcd-n1', host: '192.0.2.7', port: 2379, isTls: true }],
  ],
  [['--advertise-client-urls=http://192.0.2.7:4001'], [{ name: 'etcd-n1', host: '192.0.2.7', port: 4001, isTls: false }]],
  [['--listen-client-urls=https://0.0.0.0:2379,nonsense,ftp://192.0.2.7', '--advertise-client-urls=http://169.254.169.254:80'], []],
])('asks of etcd what %j names', (command, wanted) => {
  expect(listEtcd([etcd(...command)])).toStrictEqual(wanted);
});

it('asks of 200 nodes at most', () => {
  expect(listKubelets(Array.from({ length: 1000 }, () => node('192.0.2.7')))).toHaveLength(200);
});
