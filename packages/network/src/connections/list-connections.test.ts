import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { diffConnections } from '../compare/diff-connections.ts';
import {
  buildCluster,
  buildClusterPolicy,
  buildDeployment,
  buildNamespace,
  buildPod,
  buildPolicy,
  buildService,
} from '../testing/build-cluster.ts';
import { type Connection, formatEnd } from './connection.ts';
import { listConnections } from './list-connections.ts';

const format = ({ src, dst, protocol, ports, verdict, upstream, doubts }: Connection): string =>
  `${formatEnd(src)} > ${formatEnd(dst)} ${protocol} ${ports}${verdict === 'allowed' ? '' : ` ${upstream}? ${doubts.join()}`}`;

const list = (...objects: readonly Raw[]): readonly string[] => listConnections(buildCluster(...objects)).connections.map(format);

const DENY = buildPolicy('shop/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const WEB = buildDeployment('shop/web');
const DB = buildDeployment('shop/db');

test('without policies everything is possible, with each protocol', () => {
  expect(list(WEB).slice(0, 3)).toStrictEqual([
    'shop/web[Deployment] > 0.0.0.0-255.255.255.255 SCTP 1-65535',
    'shop/web[Deployment] > 0.0.0.0-255.255.255.255 TCP 1-65535',
    'shop/web[Deployment] > 0.0.0.0-255.255.255.255 UDP 1-65535',
  ]);
  expect(list(WEB, DB)).toHaveLength(3 * (2 + 2 * 2 * 2));
});

test('what is denied is no connection', () => {
  expect(list(WEB, DB, DENY)).toStrictEqual([]);
});

test('ports that touch are one range', () => {
  const open = buildPolicy('shop/open', {
    podSelector: { matchLabels: { app: 'db' } },
    ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }, { port: 81, endPort: 90 }, { port: 443 }] }],
  });
  const web = buildPolicy('shop/web', {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: {} }] }],
  });
  expect(list(WEB, DB, DENY, open, web)).toStrictEqual(['shop/web[Deployment] > shop/db[Deployment] TCP 80-90,443']);
});

test('addresses are ranges that nothing tells apart, put together where they say the same', () => {
  const open = buildPolicy('shop/open', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      { to: [{ ipBlock: { cidr: '10.0.0.0/29', except: ['10.0.0.2/31'] } }, { ipBlock: { cidr: '10.0.0.8/29' } }], ports: [{ port: 443 }] },
    ],
  });
  expect(list(buildPod('shop/web', '192.0.2.1'), DENY, open)).toStrictEqual([
    'shop/web[Pod] > 10.0.0.0-10.0.0.1 TCP 443',
    'shop/web[Pod] > 10.0.0.4-10.0.0.15 TCP 443',
  ]);
});

describe('implementation-defined', () => {
  test('a pod by its address, and one whose address is not known', () => {
    const open = buildPolicy('shop/open', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80 }] }],
    });
    expect(
      list(DB, WEB, buildPod('shop/known', '10.0.0.1'), open).filter(row => row.includes('> shop/db') && !row.includes('-10.255')),
    ).toStrictEqual([
      'shop/known[Pod] > shop/db[Deployment] TCP 80 allowed? pod-by-ip-block',
      'shop/web[Deployment] > shop/db[Deployment] TCP 80 denied? address-unknown',
    ]);
  });

  test('whatever a policy that is not read may touch', () => {
    const mesh = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'm', namespace: 'shop' }, spec: {} };
    const rows = list(WEB, DB, mesh);
    expect(rows.filter(row => !row.endsWith('allowed? policy-unsupported'))).toStrictEqual([]);
    expect(rows).toHaveLength(30);
  });

  test('objects of one priority that disagree', () => {
    const rule = (action: string): Raw => ({
      ingress: [{ action, from: [{ namespaces: {} }], protocols: [{ tcp: { destinationPort: { number: 80 } } }] }],
    });
    const policy = (name: string, action: string): Raw =>
      buildClusterPolicy(name, { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...rule(action) });
    expect(list(WEB, DB, policy('a', 'Deny'), policy('b', 'Accept'), policy('c', 'Deny')).filter(row => row.includes('?'))).toStrictEqual([
      'shop/db[Deployment] > shop/web[Deployment] TCP 80 denied? equal-priority',
      'shop/web[Deployment] > shop/db[Deployment] TCP 80 denied? equal-priority',
    ]);
  });
});

describe('the ingress controller', () => {
  const service = buildService('shop/web', {
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'admin', port: 81, targetPort: 9000 },
    ],
  });
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i', namespace: 'shop' },
    spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'web', port: { name: 'http' } } } }] } }] },
  };
  const ofController = (rows: readonly string[]): readonly string[] => rows.filter(row => row.startsWith('{'));

  test('reaches the target port that a route names, and no other', () => {
    expect(ofController(list(WEB, DB, service, ingress))).toStrictEqual(['{ingress-controller} > shop/web[Deployment] TCP 8080']);
  });

  test('is in doubt where labels decide', () => {
    const open = buildPolicy('shop/open', {
      podSelector: {},
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }] }],
    });
    expect(ofController(list(WEB, service, ingress, open))).toStrictEqual([
      '{ingress-controller} > shop/web[Deployment] TCP 8080 denied? labels-unknown',
    ]);
  });

  test('is denied where nobody is let in, and is not told without routes', () => {
    expect(ofController(list(WEB, service, ingress, DENY))).toStrictEqual([]);
    expect(ofController(list(WEB, service))).toStrictEqual([]);
  });
});

test('a focus leaves out the other ends', () => {
  const { connections } = listConnections(buildCluster(WEB, DB, buildNamespace('shop')), {
    isSource: ({ name }) => name === 'shop/web[Deployment]',
    isDestination: ({ workload }) => workload !== undefined,
  });
  expect(connections.map(format)).toStrictEqual(
    ['SCTP', 'TCP', 'UDP'].map(protocol => `shop/web[Deployment] > shop/db[Deployment] ${protocol} 1-65535`),
  );
});

describe('a difference', () => {
  const open = (port: number, cidr: string): Raw =>
    buildPolicy('shop/open', {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port }] }],
    });
  const diff = (before: readonly Raw[], after: readonly Raw[]) => {
    const { changes, ...rest } = diffConnections(buildCluster(...before), buildCluster(...after));
    const side = (ports: (typeof changes)[number]['before']): string => ports.map(entry => entry.ports).join() || '-';
    return {
      ...rest,
      changes: changes.map(
        ({ change, src, dst, protocol, before: old, after: next }) =>
          `${change} ${formatEnd(src)} > ${formatEnd(dst)} ${protocol} ${side(old)} > ${side(next)}`,
      ),
    };
  };

  test('is none between equals', () => {
    expect(diff([WEB, DENY], [WEB, DENY])).toStrictEqual({ changes: [], added: [], removed: [], isTruncated: false });
  });

  test('cuts both sides at the same addresses and ports', () => {
    expect(diff([WEB, DENY, open(443, '10.0.0.0/8')], [WEB, DENY, open(443, '10.0.0.0/9')]).changes).toStrictEqual([
      'removed shop/web[Deployment] > 10.128.0.0-10.255.255.255 TCP 443 > -',
    ]);
    expect(diff([WEB, DENY, open(443, '10.0.0.0/8')], [WEB, DENY, open(444, '10.0.0.0/8')]).changes).toStrictEqual([
      'changed shop/web[Deployment] > 10.0.0.0-10.255.255.255 TCP 443 > 444',
    ]);
  });

  test('names workloads that come and go', () => {
    expect(diff([WEB, DENY], [DB, DENY])).toStrictEqual({
      changes: [],
      added: ['shop/db[Deployment]'],
      removed: ['shop/web[Deployment]'],
      isTruncated: false,
    });
  });
});
