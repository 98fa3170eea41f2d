import { describe, expect, test } from 'vitest';
import { buildCluster, buildDeployment, buildPod } from '../testing/build-cluster.ts';
import { formatPeer, type ObservedFlow } from './flow.ts';
import { readFlows } from './read-flows.ts';
import { resolveFlows } from './resolve-flows.ts';

const OWN = {
  src: { namespace: 'shop', workload: 'web' },
  dst: { namespace: 'shop', workload: 'db' },
  protocol: 'TCP',
  port: 5432,
  direction: 'egress',
  count: '3',
  firstSeen: '2026-11-01T00:00:00Z',
  lastSeen: '2026-11-02T00:00:00Z',
};
const HUBBLE = {
  flow: {
    time: '2026-11-03T00:00:00Z',
    verdict: 'FORWARDED',
    IP: { source: '10.0.0.1', destination: '198.51.100.7' },
    l4: { TCP: { source_port: 40000, destination_port: 443 } },
    source: { namespace: 'shop', pod_name: 'web-5d4-x', workloads: [{ name: 'web', kind: 'Deployment' }] },
    destination: { labels: ['reserved:world'] },
  },
};
const read = (...lines: readonly unknown[]) =>
  readFlows(
    lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))),
    'flows.jsonl',
  );
const format = ({ src, dst, protocol, port, count, firstSeen, lastSeen, wasAllowed }: ObservedFlow): string =>
  `${formatPeer(src)} > ${formatPeer(dst)} ${protocol} ${port} x${count} ${firstSeen}..${lastSeen}${wasAllowed ? '' : ' dropped'}`;

describe('readFlows', () => {
  test('our shape and that of Hubble, those of one kind counted together', () => {
    const { flow } = HUBBLE;
    const { flows, problems } = read(OWN, '', { ...OWN, count: '2', firstSeen: '2026-10-31T00:00:00Z' }, HUBBLE, {
      flow: { ...flow, verdict: 'DROPPED' },
    });
    expect([flows.map(format), problems]).toStrictEqual([
      [
        'shop/web > 198.51.100.7 TCP 443 x1 2026-11-03T00:00:00Z..2026-11-03T00:00:00Z dropped',
        'shop/web > 198.51.100.7 TCP 443 x1 2026-11-03T00:00:00Z..2026-11-03T00:00:00Z',
        'shop/web > shop/db TCP 5432 x5 2026-10-31T00:00:00Z..2026-11-02T00:00:00Z',
      ],
      [],
    ]);
  });

  test.each<[string, unknown]>([
    ['a reply', { flow: { ...HUBBLE.flow, is_reply: true } }],
    ['ICMP', { flow: { ...HUBBLE.flow, l4: { ICMPv4: { type: 8 } } } }],
    ['an event without layer 4', { flow: { ...HUBBLE.flow, l4: undefined } }],
  ])('%s is no connection of its own', (_name, line) => {
    expect(read(line)).toStrictEqual({ flows: [], problems: [] });
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'this is no JSON'],
    ['no object', '7', 'a flow is a JSON object'],
    ['a port that is none', { ...OWN, port: 70000 }, 'port: must be <= 65535'],
    ['port 0', { ...OWN, port: 0 }, 'port: is a number from 1 to 65535'],
    ['an end without a name', { ...OWN, src: { namespace: 'shop' } }, 'src: an end has namespace and workload, or an address'],
    ['Hubble without an end', { flow: { ...HUBBLE.flow, IP: {} } }, 'destination: has neither a pod nor an address'],
    [
      'Hubble with a port that is none',
      { flow: { ...HUBBLE.flow, l4: { UDP: { destination_port: 'x' } } } },
      'l4.UDP.destination_port: is a number from 1 to 65535',
    ],
  ])('%s', (_name, line, message) => {
    expect(read(OWN, line).problems).toStrictEqual([
      { code: 'flow-invalid', message: `line 2: ${message}`, source: 'flows.jsonl', location: { file: 'flows.jsonl', line: 2, column: 1 } },
    ]);
  });

  test('many wrong lines are told by the first of them', () => {
    const { problems } = read(...Array.from({ length: 1000 }, () => '{'));
    expect([problems.length, problems.at(-1)?.message]).toStrictEqual([21, 'more lines are wrong, and are not listed']);
  });
});

describe('resolveFlows', () => {
  const cluster = buildCluster(buildDeployment('shop/web'), buildDeployment('shop/web-api'), buildPod('shop/db', '10.0.0.2'));
  const resolve = (src: ObservedFlow['src']) => {
    const flow = {
      src,
      dst: { address: '192.0.2.1' },
      protocol: 'TCP',
      port: 1,
      count: 1,
      firstSeen: '',
      lastSeen: '',
      wasAllowed: true,
    } as const;
    const { flows, problems } = resolveFlows([flow], cluster);
    return [flows[0]?.source.workload?.name ?? flows[0]?.source.end.kind, problems.map(({ message }) => message)];
  };

  test.each<[string, ObservedFlow['src'], readonly unknown[]]>([
    ['by its name', { namespace: 'shop', workload: 'web' }, ['shop/web[Deployment]', []]],
    ['by the name of a pod: the longest that begins it', { namespace: 'shop', workload: 'web-api-7c-x' }, ['shop/web-api[Deployment]', []]],
    ['by its address', { address: '10.0.0.2' }, ['shop/db[Pod]', []]],
    ['an address of nobody', { address: '10.0.0.3' }, ['outside', []]],
    ['a pod of a namespace that the set does not hold', { namespace: 'kube-system', workload: 'coredns' }, ['pod', []]],
    [
      'nobody of a namespace of the set',
      { namespace: 'shop', workload: 'gone' },
      [undefined, ['Flows name shop/gone, which the set does not hold: they are left out.']],
    ],
    ['no address', { address: 'x' }, [undefined, ['Flows name x, which the set does not hold: they are left out.']]],
  ])('%s', (_name, peer, expected) => {
    expect(resolve(peer)).toStrictEqual(expected);
  });
});
