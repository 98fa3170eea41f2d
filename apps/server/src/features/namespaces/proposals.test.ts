import { type Client, namespaces, tokens } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildObject, buildWorkload } from '../../testing/items.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;

const PROPOSED = { 'app.kubernetes.io/managed-by': 'breakwater' };
const DEFAULT_DENY = 'NetworkPolicy breakwater-default-deny';

const namespace = (name: string) =>
  buildObject(
    { kind: 'Namespace', namespace: '', name },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team: 'a' } } },
  );

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          { name: 'main', image: 'app:1', resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } } },
        ],
      },
    },
  },
};

const quota = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'breakwater-quota', namespace: 'shop', labels: PROPOSED },
  spec: { hard: { pods: '1' } },
};

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store([
    namespace('shop'),
    namespace('bank'),
    buildObject({ namespace: 'shop', name: 'web' }, web),
    buildObject({ kind: 'ResourceQuota', namespace: 'shop', name: 'breakwater-quota' }, quota),
    buildWorkload({ namespace: 'shop', name: 'web' }),
    buildWorkload({ namespace: 'unseen', name: 'api' }),
  ]);
  await sensor.sync();
});
afterAll(() => running.close());

async function propose(name: string, client: Client = admin) {
  const { results } = await admin.call(namespaces.endpoints.list, { query: { filter: `name=${name}` } });
  return client.call(namespaces.endpoints.proposals, { params: { id: results[0]?.id ?? '' } });
}

test('labels, limits and network policies that fit what runs there; what was proposed before is so anew', async () => {
  const { proposals, problems } = await propose('shop');
  const objects = proposals.filter(({ object }) => object !== '');
  expect([objects.map(({ object, exists }) => [object, exists]), problems]).toStrictEqual([
    [
      ['Namespace shop', true],
      ['LimitRange breakwater-defaults', false],
      ['ResourceQuota breakwater-quota', true],
      ['NetworkPolicy breakwater-web', false],
      [DEFAULT_DENY, false],
    ],
    [],
  ]);
  const [labels, , limits] = objects;
  expect(labels?.text).toContain('pod-security.kubernetes.io/enforce: baseline\n');
  expect(labels?.text).toContain('team: a\n');
  expect(labels?.because).toContain('enforce: all of its workloads satisfy baseline; in the way of restricted, to be mended first:');
  // Two pods and half as many again.
  expect(limits?.text).toContain('pods: "3"\n');
});

test('a namespace in which nothing runs can have the strictest level', async () => {
  const { proposals } = await propose('bank');
  expect(proposals[0]?.text).toContain('pod-security.kubernetes.io/enforce: restricted\n');
});

test('who sees a namespace asks for it, and nobody else; of one that was not read nothing is proposed', async () => {
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 'v', role: 'viewer', scope: { namespaces: ['bank'] }, days: 1 },
  });
  const viewer = withToken(running.server.url, secret);
  await expect(propose('shop', viewer)).rejects.toMatchObject({ code: 'not-found' });
  expect((await propose('bank', viewer)).proposals[0]?.object).toBe('Namespace bank');
  await expect(propose('unseen')).rejects.toMatchObject({ code: 'bad-request', message: "Nothing of namespace 'unseen' was read." });
});
