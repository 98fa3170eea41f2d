import { describe, expect, test } from 'vitest';
import { GraphBuilder } from './graph/build-graph.ts';
import { findGoal, GOALS, listGoals } from './search/goals.ts';
import { findPaths } from './search/paths.ts';
import { listEntries } from './search/starts.ts';
import {
  buildBinding,
  buildGraph,
  buildHostPod,
  buildModel,
  buildNamespace,
  buildNode,
  buildObject,
  buildPod,
  buildService,
  give,
  listEdges,
} from './testing/build.ts';

const LISTEN = { ports: [{ containerPort: 80 }] };

describe('entries', () => {
  const objects = [
    buildPod('shop/web', { serviceAccountName: 'web' }, LISTEN),
    buildService('shop/web', { type: 'LoadBalancer' }),
    buildBinding('', 'ClusterRole', 'cluster-admin', 'ServiceAccount/shop/web'),
  ];
  const hopsOf = (facts: Parameters<typeof buildGraph>[1]) => {
    const graph = buildGraph(objects, facts);
    return findPaths({ graph, starts: listEntries(graph), goals: listGoals(graph) }).map(({ from, hops }) => ({
      from,
      hops: hops.map(({ edge, to, weakened }) => [edge, to, ...weakened]),
    }));
  };

  test('without facts breach is assumed', () => {
    expect(hopsOf({})).toStrictEqual([
      {
        from: 'outside',
        hops: [
          ['entry', 'ports of shop/web[Pod]'],
          ['exploit', 'shop/web[Pod]/app', 'breach is assumed: nobody said which workloads are vulnerable'],
          ['runs-as', 'ServiceAccount shop/web'],
          ['holds', 'cluster-admin'],
        ],
      },
    ]);
  });

  test('with facts a vulnerable workload is an entry by itself', () => {
    const weaknesses = new Map([['shop/web[Pod]', [{ id: 'CVE-2026-1', container: 'app' }]]]);
    expect(hopsOf({ weaknesses }).map(({ from, hops }) => [from, hops.map(([edge]) => edge)])).toStrictEqual([
      ['shop/web[Pod]', ['contains', 'runs-as', 'holds']],
      ['outside', ['entry', 'exploit', 'runs-as', 'holds']],
    ]);
  });

  test('everybody who has logged in', () => {
    const graph = buildGraph([buildBinding('', 'ClusterRole', 'edit', 'Group/system:authenticated')]);
    const paths = findPaths({ graph, starts: listEntries(graph), goals: listGoals(graph) });
    expect(paths.map(({ from, to }) => `${from} ${to}`)).toContain('Group system:authenticated any-token');
  });
});

test('pods of Kubernetes itself on the network of nodes are no entry', () => {
  const proxy = (namespace: string) =>
    buildPod(`${namespace}/proxy`, { hostNetwork: true }, { ports: [{ containerPort: 10_256 }], securityContext: { privileged: true } });
  const startsOf = (graph: ReturnType<typeof buildGraph>) =>
    findPaths({ graph, starts: listEntries(graph), goals: listGoals(graph) }).map(({ from, to }) => `${from} ${to}`);
  expect(startsOf(buildGraph([proxy('kube-system')]))).toStrictEqual([]);
  expect(startsOf(buildGraph([proxy('monitoring')]))).toStrictEqual(['outside node-root']);
});

describe('what weakens', () => {
  const privileged = [buildPod('shop/web', { hostUsers: false }, { securityContext: { privileged: true } })];
  test.each([
    ['off', 1],
    ['attenuate', 5],
    ['suppress', undefined],
  ] as const)('%s', (mode, cost) => {
    const graph = new GraphBuilder(buildModel(privileged), mode).build();
    const edge = graph.edges.find(({ kind }) => kind.id === 'privileged-mount');
    expect(edge?.cost).toBe(cost);
  });

  test('who is not root reads what is there for all', () => {
    const graph = buildGraph([buildHostPod('/', { readOnly: true }, { securityContext: { runAsUser: 65_534 } })]);
    const found = graph.edges
      .filter(({ kind }) => ['host-read', 'runtime-socket'].includes(kind.id))
      .map(({ kind, weakened }) => [kind.id, ...weakened]);
    expect(found).toStrictEqual([
      ['host-read', 'its user is not root', 'reads files only'],
      ['runtime-socket', 'its user is not root'],
    ]);
  });

  test('admission that is not evaluated is a doubt, never a cut', () => {
    const guard = buildObject('kyverno.io/v1', 'ClusterPolicy', 'no-root');
    const graph = buildGraph([...give('shop', 'create pods'), guard, buildNamespace('shop', 'privileged'), buildNode('n')]);
    const edges = graph.edges.filter(({ kind }) => kind.id === 'create-privileged-pod').map(({ weakened }) => weakened);
    expect(edges).toStrictEqual([['ClusterPolicy no-root may refuse the pod; not evaluated']]);
  });
});

test('workloads that nothing tells apart are one node', () => {
  const replica = (name: string) => ({ ...buildPod(`shop/${name}`), metadata: { name, namespace: 'shop', labels: { app: 'web' } } });
  const graph = buildGraph([replica('web-1'), replica('web-2'), buildPod('shop/db')]);
  expect(graph.classes.map(({ members }) => members)).toStrictEqual([['shop/db[Pod]'], ['shop/web-1[Pod]', 'shop/web-2[Pod]']]);
  expect(listEdges(graph, 'contains')).toStrictEqual(['shop/db[Pod] -> shop/db[Pod]/app', 'shop/web-1[Pod] -> shop/web-1[Pod]/app']);
});

test('a change that others are joined with is refused, and nothing is done', () => {
  const model = buildModel([buildPod('shop/web')]);
  expect(model.update([], [buildService('shop/web', { type: 'LoadBalancer' })])).toBe(false);
  expect(model.update([buildPod('shop/web')], [buildPod('shop/web', {}, LISTEN)])).toBe(false);
  expect(model.update([buildPod('shop/web')], [buildPod('shop/web', { hostPID: true })])).toBe(true);
  expect(new GraphBuilder(model).build().classes.map(({ part }) => part.name)).toStrictEqual(['shop/web[Pod]']);
});

test('subjects that come and go do not stay', () => {
  const model = buildModel(give('shop', 'create pods'));
  const builder = new GraphBuilder(model);
  const sizes = Array.from({ length: 40 }, (_, round) => {
    const users = Array.from({ length: 1000 }, (_each, index) => `User/u${round}-${index}`);
    const binding = buildBinding('shop', 'Role', 'other', ...users);
    model.update([], [{ ...binding, roleRef: { kind: 'Role', name: 'r' } }]);
    const { size } = builder.build();
    model.update([binding], []);
    return size;
  });
  expect(Math.max(...sizes)).toBeLessThan(15_000);
  const graph = builder.build();
  expect(findPaths({ graph, starts: [graph.nodes.find('User ann') ?? -1], goals: listGoals(graph) }).map(({ to }) => to)).toStrictEqual(
    ['control-plane', 'node-root', 'cluster-admin'].toSorted(),
  );
});

test('goals are named, documented and found', () => {
  const graph = buildGraph([]);
  expect(GOALS.flatMap(({ name, doc }) => [/^[a-z-]+$/.test(name), /^[A-Z].*[^.]$/.test(doc)]).every(Boolean)).toBe(true);
  expect([findGoal(graph, 'node-root')?.nodes.length, findGoal(graph, 'nothing')]).toStrictEqual([2, undefined]);
});
