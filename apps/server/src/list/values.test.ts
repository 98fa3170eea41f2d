import { type Client, type Endpoint, resources, tokens } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildObject, buildViolation, buildWorkload } from '../testing/items.ts';
import { joinCluster } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../testing/test-server.ts';

let running: TestServer;
let viewer: Client;

beforeAll(async () => {
  running = await startTestServer();
  const { secret } = await running.admin.call(tokens.endpoints.create, {
    body: { name: 'v', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  viewer = withToken(running.server.url, secret);
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store([
    ...['shop', 'bank'].flatMap(namespace => [
      buildObject({ kind: 'Namespace', namespace: '', name: namespace }),
      buildWorkload({ namespace, name: 'web' }, { owner: `team-${namespace}` }),
      buildWorkload(
        { namespace, name: 'job' },
        { containers: [{ name: 'm', type: 'regular', image: `${namespace}/a_b:1`, digests: [], settings: [], ports: [] }] },
      ),
      buildViolation({ namespace, name: 'web' }, { policy: namespace === 'bank' ? 'host-network' : 'privileged-container' }),
    ]),
    buildObject({ kind: 'Node', namespace: '', name: 'node-1' }),
    { action: 'put', type: 'problem', key: 'p', hash: 'h', body: { code: 'kind-unreadable', message: 'm', source: 'secrets' } },
  ]);
});
afterAll(() => running.close());

const withValues = resources.filter(({ endpoints }) => 'values' in endpoints);

async function ask(client: Client, resource: string, field: string, text?: string): Promise<unknown> {
  const endpoint = withValues.find(({ name }) => name === resource)?.endpoints as unknown as Record<string, Endpoint>;
  const query = { field, ...(text === undefined ? {} : { text }) };
  return client.call(endpoint['values'] as Endpoint, { query } as never);
}

describe('a filter is offered what occurs in what one sees', () => {
  test.each([
    ['violations', 'policy', ['host-network', 'privileged-container'], ['privileged-container']],
    ['violations', 'owner', ['team-bank', 'team-shop'], ['team-shop']],
    ['violations', 'namespace', ['bank', 'shop'], ['shop']],
    ['violations', 'cluster', ['c1'], ['c1']],
    ['workloads', 'policy', ['host-network', 'privileged-container'], ['privileged-container']],
    ['workloads', 'image', ['bank/a_b:1', 'registry.example/web:1', 'shop/a_b:1'], ['registry.example/web:1', 'shop/a_b:1']],
    ['workloads', 'kind', ['Deployment'], ['Deployment']],
    ['images', 'namespace', ['bank', 'shop'], ['shop']],
    ['images', 'cluster', ['c1'], ['c1']],
    ['namespaces', 'name', ['bank', 'shop'], ['shop']],
    ['nodes', 'name', ['node-1'], []],
    ['clusters', 'name', ['c1'], ['c1']],
    ['problems', 'code', ['kind-unreadable'], ['kind-unreadable']],
    ['exceptions', 'target', [], []],
  ])('%s: %s', async (resource, field, all, seen) => {
    expect(await ask(running.admin, resource, field)).toStrictEqual({ values: all, more: false });
    expect(await ask(viewer, resource, field)).toStrictEqual({ values: seen, more: false });
  });

  test('that contains what was typed, whatever it means elsewhere', async () => {
    expect(await ask(running.admin, 'workloads', 'image', 'A_B')).toStrictEqual({ values: ['bank/a_b:1', 'shop/a_b:1'], more: false });
    expect(await ask(running.admin, 'workloads', 'image', '%')).toStrictEqual({ values: [], more: false });
    expect(await ask(running.admin, 'violations', 'category', 'priv')).toStrictEqual({ values: ['privileges'], more: false });
  });

  test('and no more than anybody reads', async () => {
    const answer = (await ask(running.admin, 'policies', 'id')) as { values: string[]; more: boolean };
    expect([answer.values.length, answer.more, answer.values]).toStrictEqual([50, true, answer.values.toSorted()]);
  });

  test.each([
    ['violations', 'severity'],
    ['violations', 'toString'],
    ['workloads', 'label'],
    ['workloads', 'risk'],
  ])('%s: %s has none', async (resource, field) => {
    await expect(ask(running.admin, resource, field)).rejects.toMatchObject({
      code: 'bad-request',
      message: `query.field: '${field}' has no values that could be named.`,
    });
  });
});

test('every field of text of every list that offers values can be asked', async () => {
  for (const { name, endpoints } of withValues) {
    const { list } = endpoints as unknown as Record<string, Endpoint>;
    for (const [field, { type }] of Object.entries(list?.list ?? {})) {
      if (type !== 'text' || field === 'label') continue;
      expect([name, field, Object.keys((await ask(running.admin, name, field)) as object)]).toStrictEqual([
        name,
        field,
        ['values', 'more'],
      ]);
    }
  }
});
