import {
  type Client,
  clusters,
  exceptions,
  images,
  lifecycle,
  namespaces,
  nodes,
  overview,
  policies,
  problems,
  tokens,
  violations,
  workloads,
} from '@breakwater/api';
import type { Scope } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildObject, buildPolicyState, buildViolation, buildWorkload } from '../testing/items.ts';
import { joinCluster } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../testing/test-server.ts';

let running: TestServer;
const clients = new Map<string, Client>();
const SCOPES: Readonly<Record<string, Scope>> = {
  everything: {},
  one: { clusters: ['c1'] },
  shop: { namespaces: ['shop'] },
  'shop of one': { clusters: ['c1'], namespaces: ['sho*'] },
  'a name with _': { namespaces: ['sh_p'] },
  'all namespaces': { namespaces: ['*'] },
  nothing: { clusters: [] },
};

beforeAll(async () => {
  running = await startTestServer();
  const { admin, server } = running;
  for (const [name, scope] of Object.entries(SCOPES)) {
    const { secret } = await admin.call(tokens.endpoints.create, { body: { name, role: 'viewer', scope, days: 1 } });
    clients.set(name, withToken(server.url, secret));
  }
  for (const cluster of ['c1', 'c2']) {
    const sensor = await joinCluster(await server.createJoinToken(), cluster);
    await sensor.store([
      ...['shop', 'bank'].flatMap(namespace => [
        buildObject({ kind: 'Namespace', namespace: '', name: namespace }),
        buildWorkload(
          { name: 'web', namespace },
          { containers: [{ name: 'main', type: 'regular', image: `${cluster}/${namespace}`, digests: [], settings: [], ports: [] }] },
        ),
        buildViolation({ cluster, name: 'web', namespace }),
      ]),
      buildObject({ kind: 'Node', namespace: '', name: 'node-1' }),
      buildViolation({ cluster, kind: 'Node', namespace: '', name: 'node-1' }, { severity: 'critical' }),
      buildViolation({ cluster, kind: 'Namespace', namespace: '', name: 'shop' }, { policy: 'resource-quota-missing', severity: 'low' }),
      buildPolicyState('privileged-container', { fail: 3, pass: 40 }),
      { action: 'put', type: 'problem', key: 'p', hash: 'h', body: { code: 'kind-unreadable', message: 'm', source: 'secrets' } },
    ]);
    await sensor.sync();
  }
});
afterAll(() => running.close());

const LISTS = {
  clusters: clusters.endpoints.list,
  namespaces: namespaces.endpoints.list,
  nodes: nodes.endpoints.list,
  workloads: workloads.endpoints.list,
  images: images.endpoints.list,
  violations: violations.endpoints.list,
  problems: problems.endpoints.list,
} as const;

async function look(name: string): Promise<Record<string, string>> {
  const client = clients.get(name);
  if (client === undefined) throw new TypeError(name);
  const seen: Record<string, string> = {};
  for (const [list, endpoint] of Object.entries(LISTS)) {
    const page = await client.call(endpoint as typeof LISTS.workloads, { query: {} });
    const rows = page.results as unknown as Record<string, string>[];
    const place = (row: Record<string, string>) =>
      list === 'images'
        ? row['reference']
        : [row['cluster'] ?? row['id'], row['namespace'], row['name'] ?? row['code']].filter(Boolean).join('/');
    seen[list] = rows.map(place).sort().join(' ');
    expect(page.total).toBe(rows.length);
  }
  return seen;
}

describe('a viewer sees', () => {
  test.each([
    [
      'everything',
      {
        clusters: 'c1/c1 c2/c2',
        namespaces: 'c1/bank c1/shop c2/bank c2/shop',
        nodes: 'c1/node-1 c2/node-1',
        workloads: 'c1/bank/web c1/shop/web c2/bank/web c2/shop/web',
        images: 'c1/bank c1/shop c2/bank c2/shop',
        violations: 'c1/bank/web c1/node-1 c1/shop c1/shop/web c2/bank/web c2/node-1 c2/shop c2/shop/web',
        problems: 'c1/kind-unreadable c2/kind-unreadable',
      },
    ],
    [
      'one',
      {
        clusters: 'c1/c1',
        namespaces: 'c1/bank c1/shop',
        nodes: 'c1/node-1',
        workloads: 'c1/bank/web c1/shop/web',
        images: 'c1/bank c1/shop',
        violations: 'c1/bank/web c1/node-1 c1/shop c1/shop/web',
        problems: 'c1/kind-unreadable',
      },
    ],
    [
      'shop',
      {
        clusters: 'c1/c1 c2/c2',
        namespaces: 'c1/shop c2/shop',
        nodes: '',
        workloads: 'c1/shop/web c2/shop/web',
        images: 'c1/shop c2/shop',
        violations: 'c1/shop c1/shop/web c2/shop c2/shop/web',
        problems: 'c1/kind-unreadable c2/kind-unreadable',
      },
    ],
    [
      'shop of one',
      {
        clusters: 'c1/c1',
        namespaces: 'c1/shop',
        nodes: '',
        workloads: 'c1/shop/web',
        images: 'c1/shop',
        violations: 'c1/shop c1/shop/web',
        problems: 'c1/kind-unreadable',
      },
    ],
    [
      'a name with _',
      {
        clusters: 'c1/c1 c2/c2',
        namespaces: '',
        nodes: '',
        workloads: '',
        images: '',
        violations: '',
        problems: 'c1/kind-unreadable c2/kind-unreadable',
      },
    ],
    [
      'all namespaces',
      {
        clusters: 'c1/c1 c2/c2',
        namespaces: 'c1/bank c1/shop c2/bank c2/shop',
        nodes: '',
        workloads: 'c1/bank/web c1/shop/web c2/bank/web c2/shop/web',
        images: 'c1/bank c1/shop c2/bank c2/shop',
        violations: 'c1/bank/web c1/shop c1/shop/web c2/bank/web c2/shop c2/shop/web',
        problems: 'c1/kind-unreadable c2/kind-unreadable',
      },
    ],
    ['nothing', { clusters: '', namespaces: '', nodes: '', workloads: '', images: '', violations: '', problems: '' }],
  ])('%s', async (name, expected) => {
    expect(await look(name)).toStrictEqual(expected);
  });

  test('nothing of another scope by its id', async () => {
    const everything = need('everything');
    const shop = need('shop of one');
    for (const endpoints of [workloads.endpoints, violations.endpoints, images.endpoints]) {
      const { results } = await everything.call(endpoints.list as typeof workloads.endpoints.list, {
        query: { filter: endpoints === images.endpoints ? 'namespace=bank' : 'cluster=c2' },
      });
      expect(results.length).toBeGreaterThan(0);
      for (const { id } of results) {
        await expect(shop.call(endpoints.get as typeof workloads.endpoints.get, { params: { id } })).rejects.toMatchObject({
          code: 'not-found',
        });
      }
    }
    await expect(shop.call(clusters.endpoints.get, { params: { id: 'c2' } })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('figures of that scope, too', async () => {
    const [all, shop] = await Promise.all(
      ['everything', 'shop of one'].map(name => need(name).call(overview.endpoints.get, { query: {} })),
    );
    expect(all).toMatchObject({ clusters: 2, nodes: 2, namespaces: 4, workloads: 4, images: 4, problems: 2, states: { open: 8 } });
    expect(shop).toMatchObject({ clusters: 1, nodes: 0, namespaces: 1, workloads: 1, images: 1, problems: 1, states: { open: 2 } });
    expect([all?.severities.critical, shop?.severities.critical]).toStrictEqual([2, 0]);
    expect(shop?.mostAtRisk.map(({ cluster, namespace }) => `${cluster}/${namespace}`)).toStrictEqual(['c1/shop']);
    const cluster = await need('shop of one').call(clusters.endpoints.get, { params: { id: 'c1' } });
    expect([cluster.workloads, cluster.nodes, cluster.violations.high]).toStrictEqual([1, 0, 1]);
  });

  test('of policies what stands in that scope; what passes elsewhere is not told', async () => {
    const read = async (name: string) => (await need(name).call(policies.endpoints.get, { params: { id: 'privileged-container' } })).states;
    expect([await read('everything'), await read('one'), await read('shop of one')]).toStrictEqual([
      { fail: 6, pass: 80 },
      { fail: 3, pass: 40 },
      { fail: 1 },
    ]);
    const view = await need('shop of one').call(lifecycle.endpoints.get, { query: {} });
    expect(view.clusters.map(({ cluster }) => cluster)).toStrictEqual(['c1']);
    expect(view.clusters[0]?.controls.filter(({ state }) => state === 'pass').map(({ id }) => id)).toStrictEqual([
      'deploy-risk',
      'compliance-watched',
    ]);
  });
});

test('an exception is asked for within the scope, and seen there', async () => {
  const ask = (name: string, scope: Scope) =>
    need(name).call(exceptions.endpoints.request, { body: { target: 'privileged-container', scope, reason: 'why not' } });
  const refused = { code: 'forbidden', message: 'The exception reaches beyond what you may see.' };
  await expect(ask('shop of one', {})).rejects.toMatchObject(refused);
  await expect(ask('shop of one', { clusters: ['c1'], namespaces: ['bank'] })).rejects.toMatchObject(refused);
  await expect(ask('shop of one', { clusters: ['c1'], namespaces: ['*'] })).rejects.toMatchObject(refused);
  const { id } = await ask('shop of one', { clusters: ['c1'], namespaces: ['shop'] });
  const seenBy = async (name: string) => (await need(name).call(exceptions.endpoints.list, { query: {} })).results.map(row => row.id);
  expect(await seenBy('one')).toStrictEqual([id]);
  expect(await seenBy('everything')).toStrictEqual([id]);
});

function need(name: string): Client {
  const client = clients.get(name);
  if (client === undefined) throw new TypeError(name);
  return client;
}
