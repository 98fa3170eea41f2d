import { type Client, network, tokens } from '@breakwater/api';
import type { Event } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildObject } from '../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let sensor: TestSensor;

const deployment = (namespace: string, name: string) =>
  buildObject(
    { namespace, name },
    {
      apiVersion: 'apps/v1',
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'main', image: 'app:1', ports: [{ containerPort: 8080 }] }] },
        },
      },
    },
  );

const policy = (namespace: string, name: string, spec: object) =>
  buildObject({ kind: 'NetworkPolicy', namespace, name }, { apiVersion: 'networking.k8s.io/v1', metadata: { name, namespace }, spec });

const ONLY_WEB = { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] };

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store([deployment('shop', 'web'), deployment('shop', 'db'), deployment('bank', 'ledger'), policy('shop', 'db', ONLY_WEB)]);
  await sensor.sync();
});
afterAll(() => running.close());

const readGraph = (client: Client = admin, namespaces = '') =>
  client.call(network.endpoints.graph, { query: { cluster: 'c1', ...(namespaces === '' ? {} : { namespaces }) } });
const showEdges = ({ nodes, edges }: Awaited<ReturnType<typeof readGraph>>) =>
  edges.map(({ from, to, ports }) => `${nodes[from]?.name} → ${nodes[to]?.name} ${ports}`);

async function asViewer(namespaces: readonly string[]): Promise<Client> {
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: `v-${namespaces.join('-')}`, role: 'viewer', scope: { namespaces: [...namespaces] }, days: 1 },
  });
  return withToken(running.server.url, secret);
}

describe('graph', () => {
  test('what policies let through, what nobody limits, and which namespaces there are', async () => {
    const graph = await readGraph();
    expect([showEdges(graph), graph.truncated, graph.problems]).toStrictEqual([
      ['shop/web[Deployment] → shop/db[Deployment] all'],
      false,
      [],
    ]);
    expect(graph.namespaces).toStrictEqual([
      { name: 'bank', workloads: 1 },
      { name: 'shop', workloads: 2 },
    ]);
    expect(graph.pairs).toStrictEqual([
      { from: 'bank', to: 'shop', pairs: 1, unlimited: 1 },
      { from: 'shop', to: 'bank', pairs: 2, unlimited: 2 },
      { from: 'shop', to: 'shop', pairs: 2, unlimited: 1 },
    ]);
    expect(graph.nodes[1]).toStrictEqual({
      workload: expect.any(String),
      name: 'shop/db[Deployment]',
      namespace: 'shop',
      kind: 'Deployment',
      isolated: { ingress: true, egress: false },
      openToCluster: false,
    });
  });

  test('of some namespaces', async () => {
    expect((await readGraph(admin, 'bank,nowhere')).nodes.map(({ name }) => name)).toStrictEqual(['bank/ledger[Deployment]']);
  });

  test('policies of namespaces that one may not see count, and are not told', async () => {
    const graph = await readGraph(await asViewer(['bank']));
    expect([graph.nodes.map(({ name }) => name), graph.namespaces, graph.pairs]).toStrictEqual([
      ['bank/ledger[Deployment]'],
      [{ name: 'bank', workloads: 1 }],
      [],
    ]);
  });

  test('changes with the cluster', async () => {
    const deny = policy('bank', 'deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    await sensor.store([deny]);
    const { pairs } = await readGraph();
    expect(pairs.map(({ from, to }) => `${from} ${to}`)).toStrictEqual(['shop shop']);
    await sensor.store([{ action: 'delete', type: 'object', key: deny.key }]);
    expect((await readGraph()).pairs).toHaveLength(3);
  });

  test('of a cluster that is not there', async () => {
    await expect(admin.call(network.endpoints.graph, { query: { cluster: 'none' } })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('connections', () => {
  const ask = (client: Client, workload: string) => client.call(network.endpoints.connections, { query: { cluster: 'c1', workload } });

  test('of one workload, in both directions, with the policies that select it', async () => {
    const { in: into, out, policies } = await ask(admin, 'shop/db[Deployment]');
    expect([into.rows.map(({ end, ports }) => `${end} ${ports}`), policies]).toStrictEqual([
      ['shop/web[Deployment] 1-65535', 'shop/web[Deployment] 1-65535', 'shop/web[Deployment] 1-65535'],
      [{ name: 'NetworkPolicy shop/db', directions: ['ingress'] }],
    ]);
    expect(new Set(out.rows.map(({ end }) => end))).toStrictEqual(
      new Set(['bank/ledger[Deployment]', 'shop/web[Deployment]', '0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']),
    );
  });

  test('rows of namespaces that one may not see are counted, not told', async () => {
    const { in: into, out } = await ask(await asViewer(['bank']), 'bank/ledger[Deployment]');
    expect([into.rows.filter(({ end }) => end.startsWith('shop/')), into.more, out.more]).toStrictEqual([[], 6, 3]);
  });

  test.each([
    ['no such', 'shop/none[Deployment]', undefined],
    ['one that may not be seen', 'shop/web[Deployment]', ['bank']],
  ] as const)('%s', async (_, workload, namespaces) => {
    const client = namespaces === undefined ? admin : await asViewer(namespaces);
    await expect(ask(client, workload)).rejects.toMatchObject({ code: 'bad-request', message: 'There is no such workload.' });
  });
});

describe('explain', () => {
  const ask = (client: Client, from: string, to: string, port = 8080) =>
    client.call(network.endpoints.explain, { query: { cluster: 'c1', from, to, port } });

  test('says what decides on each side', async () => {
    expect(await ask(admin, 'bank/ledger', 'shop/db')).toStrictEqual({
      verdict: 'denied',
      upstream: 'denied',
      doubts: [],
      egress: { allowed: true, because: 'no policy decides, and what no policy denies is allowed' },
      ingress: {
        allowed: false,
        because: 'NetworkPolicies: denied, since NetworkPolicy shop/db isolates the pod and has no rule for this peer',
      },
    });
    expect(await ask(admin, 'shop/web', '169.254.169.254', 80)).toMatchObject({ verdict: 'allowed' });
  });

  test('an end that is not there, or not for whoever asks', async () => {
    await expect(ask(admin, 'shop/wbe', 'shop/db')).rejects.toMatchObject({
      code: 'bad-request',
      message: "There is no workload, node or address 'shop/wbe'; did you mean 'shop/web'?",
    });
    await expect(ask(await asViewer(['bank']), 'bank/ledger', 'shop/db')).rejects.toMatchObject({
      message: "There is no 'shop/db' that you may see.",
    });
  });
});

describe('preview', () => {
  const ask = (text: string, removed: string[] = []) => admin.call(network.endpoints.preview, { body: { cluster: 'c1', text, removed } });
  const DENY = (namespace: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: ${namespace} }
spec: { podSelector: {}, policyTypes: [Ingress] }
`;

  test('what a policy would close', async () => {
    const preview = await ask(DENY('bank'));
    const inside = preview.changes.filter(({ from }) => from.includes('/'));
    expect([
      preview.policies,
      preview.counts,
      inside.map(({ change, from, to, protocol }) => `${change} ${from} ${to} ${protocol}`),
    ]).toStrictEqual([
      [{ name: 'NetworkPolicy bank/deny', isNew: true }],
      { added: 0, removed: 12, changed: 0 },
      ['db', 'web'].flatMap(name =>
        ['SCTP', 'TCP', 'UDP'].map(protocol => `removed shop/${name}[Deployment] bank/ledger[Deployment] ${protocol}`),
      ),
    ]);
  });

  test('what the deletion of one beside it would open', async () => {
    const { counts } = await ask('', ['NetworkPolicy shop/db']);
    expect(counts.added).toBeGreaterThan(0);
  });

  test.each([
    ['no policy', 'kind: Pod\n', 'There is no policy in the text: give a NetworkPolicy, with apiVersion, kind and metadata.name.'],
    ['a selector that is none', DENY('bank').replace('podSelector: {}', 'podSelector: 5'), expect.stringContaining('podSelector')],
    ['no YAML', 'a: [', expect.stringContaining('ine 1')],
  ])('%s', async (_, text, message) => {
    await expect(ask(text)).rejects.toMatchObject({ code: 'bad-request', message });
  });
});

describe('generate', () => {
  test('policies of a namespace, in the order in which they are to be applied', async () => {
    const { policies, tightness } = await admin.call(network.endpoints.generate, { query: { cluster: 'c1', namespace: 'shop' } });
    expect(policies.at(-1)).toMatchObject({ workload: '', text: expect.stringContaining('kind: NetworkPolicy') });
    expect(tightness).toBeGreaterThanOrEqual(0);
  });

  test('of a namespace without workloads', async () => {
    await expect(admin.call(network.endpoints.generate, { query: { cluster: 'c1', namespace: 'nowhere' } })).rejects.toMatchObject({
      code: 'bad-request',
      message: "There is no workload in namespace 'nowhere'.",
    });
  });
});

describe('flows', () => {
  const flow = (src: object, dst: object, port = 8080) =>
    JSON.stringify({
      src,
      dst,
      protocol: 'TCP',
      port,
      direction: 'egress',
      count: '3',
      firstSeen: '2026-11-01T00:00:00Z',
      lastSeen: '2026-11-02T00:00:00Z',
    });
  const pod = (namespace: string, workload: string) => ({ namespace, workload });
  const ask = (client: Client, text: string) => client.call(network.endpoints.flows, { body: { cluster: 'c1', text } });

  test('with what policies say of each, those that are not allowed first', async () => {
    const text = [flow(pod('shop', 'web'), pod('shop', 'db')), flow(pod('bank', 'ledger'), pod('shop', 'db')), 'no flow'].join('\n');
    const { flows, problems } = await ask(admin, text);
    expect(flows.map(({ from, to, verdict }) => `${from} ${to} ${verdict}`)).toStrictEqual([
      'bank/ledger[Deployment] shop/db[Deployment] denied',
      'shop/web[Deployment] shop/db[Deployment] allowed',
    ]);
    expect(problems).toHaveLength(1);
  });

  test('those of namespaces that one may not see are counted', async () => {
    const { flows, more } = await ask(await asViewer(['bank']), flow(pod('bank', 'ledger'), pod('shop', 'db')));
    expect([flows, more]).toStrictEqual([[], 1]);
  });

  test('a text without any', async () => {
    await expect(ask(admin, '')).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('observed', () => {
  const NOW = new Date().toISOString();
  const DB_SPEC = { selector: { app: 'db' }, clusterIP: '10.96.0.7', ports: [{ port: 80, targetPort: 8080 }] };
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'db', uid: 'uid-Deployment-shop-db', controller: true };

  function connect(id: string, workload: string, address: string, port: number): Event {
    const remote = { address, port };
    const [namespace = '', ...name] = workload.split('/');
    return {
      id,
      time: NOW,
      type: 'connect',
      cluster: 'c1',
      node: 'n1',
      namespace,
      workload: name.join('/'),
      container: 'main',
      connect: { protocol: 'tcp', local: { address: '10.1.0.1', port: 40_000 }, remote, result: 'started' },
    };
  }

  beforeAll(async () => {
    const metadata = { name: 'db-1', namespace: 'shop', uid: 'p1', labels: { app: 'db' }, ownerReferences: [owner] };
    await sensor.store([
      buildObject(
        { kind: 'Pod', namespace: 'shop', name: 'db-1' },
        { apiVersion: 'v1', metadata, spec: { containers: [{ name: 'main' }] }, status: { phase: 'Running', podIP: '10.1.0.2' } },
      ),
      buildObject(
        { kind: 'Service', namespace: 'shop', name: 'db' },
        { apiVersion: 'v1', metadata: { name: 'db', namespace: 'shop' }, spec: DB_SPEC },
      ),
    ]);
    const events = [
      connect('e1', 'shop/Deployment/web', '10.1.0.2', 8080),
      connect('e2', 'shop/Deployment/web', '10.1.0.2', 8080),
      connect('e3', 'bank/Deployment/ledger', '10.96.0.7', 80),
      connect('e4', 'bank/Deployment/ledger', '2001:db8::7', 443),
    ];
    await sensor.send({
      type: 'events',
      sequence: 1,
      events: events.map(body => ({ type: 'runtime', id: body.id, time: body.time, body })),
    });
    await sensor.until(frames => frames.some(({ type }) => type === 'events-stored'));
  });

  test('what agents saw is held against the policies of today: pods by their workload, Services by what is behind them', async () => {
    const { flows, more } = await admin.call(network.endpoints.observed, { query: { cluster: 'c1' } });
    expect([flows.map(({ from, to, port, count, verdict }) => [from, to, port, count, verdict].join(' ')), more]).toStrictEqual([
      [
        'bank/ledger[Deployment] shop/db[Deployment] 8080 1 denied',
        'shop/web[Deployment] shop/db[Deployment] 8080 2 allowed',
        'bank/ledger[Deployment] 2001:db8::7 443 1 allowed',
      ],
      0,
    ]);
  });

  test('of namespaces that one may not see nothing is told', async () => {
    const { flows, more } = await (await asViewer(['bank'])).call(network.endpoints.observed, { query: { cluster: 'c1' } });
    expect([flows.map(({ to }) => to), more]).toStrictEqual([['2001:db8::7'], 1]);
  });
});
