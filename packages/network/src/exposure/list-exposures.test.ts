import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { buildCluster, buildClusterPolicy, buildDeployment, buildPolicy, buildService } from '../testing/build-cluster.ts';
import { listExposedWorkloads } from './list-exposures.ts';

const WEB = buildDeployment('shop/web', { ports: [{ name: 'http', containerPort: 8080 }] });
const DENY = buildPolicy('shop/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const expose = (...objects: readonly Raw[]) => listExposedWorkloads(buildCluster(WEB, ...objects))[0];
const EVERYWHERE = ['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'];

describe('entrances', () => {
  const ports = [{ port: 80, targetPort: 'http' }];
  const route = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i', namespace: 'shop' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  };
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'shop' },
    spec: { listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }] },
  };
  const httpRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r', namespace: 'shop' },
    spec: { parentRefs: [{ name: 'g' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
  };
  const open = buildPolicy('shop/open', {
    podSelector: {},
    ingress: [{ from: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ port: 'http' }] }],
  });
  test.each<[string, readonly Raw[], readonly unknown[]]>([
    [
      'a load balancer',
      [buildService('shop/web', { type: 'LoadBalancer', ports })],
      [['internet', 'LoadBalancer', 'Service shop/web', 8080, 'open', EVERYWHERE]],
    ],
    [
      'one of the private network',
      [buildService('shop/web', { type: 'LoadBalancer', ports }, { annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } })],
      [['private-network', 'LoadBalancer', 'Service shop/web', 8080, 'open', EVERYWHERE]],
    ],
    [
      'a node port',
      [buildService('shop/web', { type: 'NodePort', ports })],
      [['node-port', 'NodePort', 'Service shop/web', 8080, 'open', EVERYWHERE]],
    ],
    [
      'external addresses',
      [buildService('shop/web', { externalIPs: ['192.0.2.1'], ports })],
      [['external-address', 'externalIPs', 'Service shop/web', 8080, 'open', EVERYWHERE]],
    ],
    ['an Ingress', [buildService('shop/web', { ports }), route], [['ingress-controller', 'Ingress', 'Ingress shop/i', 8080, 'open', []]]],
    [
      'a route of the Gateway API',
      [buildService('shop/web', { ports }), gateway, httpRoute],
      [['ingress-controller', 'HTTPRoute', 'HTTPRoute shop/r', 8080, 'open', []]],
    ],
    ['a Service of the cluster', [buildService('shop/web', { ports })], []],
    [
      'closed by policies',
      [buildService('shop/web', { type: 'NodePort', ports }), DENY],
      [['node-port', 'NodePort', 'Service shop/web', 8080, 'closed', []]],
    ],
    [
      'open to some addresses',
      [buildService('shop/web', { type: 'NodePort', ports }), open],
      [['node-port', 'NodePort', 'Service shop/web', 8080, 'partly-open', ['198.51.100.0-198.51.100.255']]],
    ],
  ])('%s', (_name, objects, expected) => {
    expect(
      expose(...objects)?.entrances.map(({ from, via, object, port, verdict, sources }) => [from, via, object, port, verdict, sources]),
    ).toStrictEqual(expected);
  });
});

test('what every pod of the cluster may use, and what nothing protects', () => {
  const open = buildPolicy('shop/open', {
    podSelector: {},
    ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] }],
  });
  const all = ['TCP 1-65535', 'UDP 1-65535', 'SCTP 1-65535'];
  const brief = (...objects: readonly Raw[]) => {
    const found = expose(...objects);
    return [found?.wholeCluster, found?.unprotected];
  };
  expect(brief()).toStrictEqual([all, ['ingress', 'egress']]);
  expect(brief(open)).toStrictEqual([['TCP 80', 'UDP 53'], ['egress']]);
  expect(brief(DENY)).toStrictEqual([[], []]);
  const tiered = buildClusterPolicy('c', {
    tier: 'Admin',
    priority: 1,
    subject: { namespaces: {} },
    egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }] }],
  });
  expect(brief(tiered)).toStrictEqual([all, ['ingress']]);
});

test('peers that rules name and nobody is yet', () => {
  const policy = buildPolicy('shop/open', {
    podSelector: {},
    ingress: [
      {
        from: [
          { podSelector: { matchLabels: { app: 'web' } } },
          {
            podSelector: {
              matchExpressions: [
                { key: 'app', operator: 'In', values: ['a', 'b'] },
                { key: 'x', operator: 'DoesNotExist' },
              ],
            },
          },
        ],
      },
    ],
    egress: [
      {
        to: [
          {
            namespaceSelector: {
              matchExpressions: [
                { key: 'team', operator: 'NotIn', values: ['a'] },
                { key: 'zone', operator: 'Exists' },
              ],
            },
            podSelector: {},
          },
        ],
      },
    ],
  });
  expect(expose(policy)?.potentialPeers).toStrictEqual([
    { direction: 'ingress', peer: 'namespace shop/pod {app in (a,b), !x}' },
    { direction: 'egress', peer: 'namespace {team!=a, zone}/any pod' },
  ]);
});
