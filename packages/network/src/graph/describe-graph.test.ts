import { describe, expect, test } from 'vitest';
import { listConnections } from '../connections/list-connections.ts';
import { buildCluster, buildDeployment, buildPolicy, buildService } from '../testing/build-cluster.ts';
import { describeGraph } from './describe-graph.ts';

const OBJECTS = [
  buildDeployment('shop/web', { ports: [{ name: 'http', containerPort: 8080 }] }),
  buildDeployment('shop/db'),
  buildDeployment('bank/a'),
  buildDeployment('bank/b'),
  buildService('shop/web', { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 'http' }] }),
  buildPolicy('shop/db', {
    podSelector: { matchLabels: { app: 'db' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }],
  }),
];

const show = ({ nodes, edges }: ReturnType<typeof describeGraph>) =>
  edges.map(({ from, to, ports }) => `${nodes[from]?.name} → ${nodes[to]?.name} ${ports}`);

describe('describeGraph', () => {
  const graph = describeGraph(buildCluster(...OBJECTS));

  test('tells nodes apart by what limits them and what opens them', () => {
    expect(graph.nodes).toStrictEqual([
      {
        name: 'bank/a[Deployment]',
        namespace: 'bank',
        kind: 'Deployment',
        isolated: { ingress: false, egress: false },
        openToCluster: true,
      },
      {
        name: 'bank/b[Deployment]',
        namespace: 'bank',
        kind: 'Deployment',
        isolated: { ingress: false, egress: false },
        openToCluster: true,
      },
      {
        name: 'shop/db[Deployment]',
        namespace: 'shop',
        kind: 'Deployment',
        isolated: { ingress: true, egress: false },
        openToCluster: false,
      },
      {
        name: 'shop/web[Deployment]',
        namespace: 'shop',
        kind: 'Deployment',
        isolated: { ingress: false, egress: false },
        entrance: 'open',
        openToCluster: true,
      },
    ]);
  });

  test('draws what a policy lets through, and counts what nobody limits', () => {
    expect([show(graph), graph.isTruncated]).toStrictEqual([['shop/web[Deployment] → shop/db[Deployment] TCP 5432'], false]);
    expect(graph.namespaces).toStrictEqual([
      { from: 'bank', to: 'bank', pairs: 2, unlimited: 2 },
      { from: 'bank', to: 'shop', pairs: 2, unlimited: 2 },
      { from: 'shop', to: 'bank', pairs: 4, unlimited: 4 },
      { from: 'shop', to: 'shop', pairs: 2, unlimited: 1 },
    ]);
  });

  test('counts the pairs that the list of connections has', () => {
    const cluster = buildCluster(...OBJECTS);
    const names = new Set(cluster.workloads.map(({ name }) => name));
    const { connections } = listConnections(cluster);
    const listed = connections.filter(({ src, dst }) => [src, dst].every(end => typeof end === 'string' && names.has(end)));
    const pairs = new Set(listed.map(({ src, dst }) => `${src} ${dst}`));
    expect(graph.namespaces.reduce((sum, edge) => sum + edge.pairs, 0)).toBe(pairs.size);
  });

  test('leaves out what is not shown, which still counts for what policies mean', () => {
    const part = describeGraph(buildCluster(...OBJECTS), ({ pod }) => pod.namespace === 'shop');
    expect([part.nodes.length, show(part), part.namespaces.map(({ from, to }) => `${from} ${to}`)]).toStrictEqual([
      2,
      ['shop/web[Deployment] → shop/db[Deployment] TCP 5432'],
      ['shop shop'],
    ]);
  });

  test('is bounded', () => {
    const many = Array.from({ length: 200 }, (_, index) => buildDeployment(`shop/app-${index}`, { labels: { team: 'a' } }));
    const allow = buildPolicy('shop/all', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] });
    const { edges, isTruncated, namespaces } = describeGraph(buildCluster(...many, allow));
    expect([edges.length, isTruncated, namespaces]).toStrictEqual([
      20_000,
      true,
      [{ from: 'shop', to: 'shop', pairs: 39_800, unlimited: 0 }],
    ]);
  });
});
