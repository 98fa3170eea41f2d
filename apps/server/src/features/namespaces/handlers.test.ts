import { type Client, namespaces, tokens, violations } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildObject, buildViolation, buildWorkload } from '../../testing/items.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;

const SHOP = { namespace: 'shop' };

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store([
    buildObject(
      { kind: 'Namespace', namespace: '', name: 'shop' },
      { metadata: { labels: { team: 'team-a', 'pod-security.kubernetes.io/enforce': 'baseline' } } },
    ),
    buildObject({ ...SHOP, kind: 'ResourceQuota', name: 'small' }, { spec: { hard: { pods: 10, 'limits.cpu': '4' } } }),
    buildObject(
      { ...SHOP, kind: 'LimitRange', name: 'usual' },
      { spec: { limits: [{ type: 'Container', default: { cpu: '1' }, max: { memory: '2Gi' } }, 'broken'] } },
    ),
    buildObject(
      { ...SHOP, kind: 'NetworkPolicy', name: 'all' },
      { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{}] } },
    ),
    buildObject({ ...SHOP, kind: 'NetworkPolicy', name: 'web' }, { spec: { podSelector: { matchLabels: { app: 'web' } } } }),
    buildObject({ ...SHOP, kind: 'ServiceAccount', name: 'spare' }),
    buildObject(
      { ...SHOP, kind: 'RoleBinding', name: 'developers' },
      {
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [
          { kind: 'Group', name: 'devs' },
          { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
        ],
      },
    ),
    buildWorkload(
      { ...SHOP, name: 'web' },
      {
        networkPolicies: { ingress: true, egress: false, names: ['NetworkPolicy web'] },
        serviceAccount: { name: 'web', tokenMounted: true, permissions: ['Role web: get secrets'] },
      },
    ),
    buildWorkload({ ...SHOP, name: 'db' }),
    buildViolation({ ...SHOP, name: 'web' }),
    buildViolation({ kind: 'Namespace', namespace: '', name: 'shop' }, { policy: 'limit-range-missing', severity: 'low', container: '' }),
    buildWorkload({ namespace: 'unseen', name: 'api' }),
  ]);
});
afterAll(() => running.close());

async function findId(name: string): Promise<string> {
  const { results } = await admin.call(namespaces.endpoints.list, { query: { filter: `name=${name}` } });
  return results[0]?.id ?? '';
}

test('a namespace is shown with everything that holds in it', async () => {
  const { id, violations: counts, ...shown } = await admin.call(namespaces.endpoints.get, { params: { id: await findId('shop') } });
  expect(id).toBe(await findId('shop'));
  expect([counts.high, counts.low]).toStrictEqual([1, 1]);
  expect(shown).toStrictEqual({
    cluster: 'c1',
    clusterName: 'c1',
    name: 'shop',
    labels: { team: 'team-a', 'pod-security.kubernetes.io/enforce': 'baseline' },
    owner: 'team-a',
    podSecurity: { enforce: 'baseline', audit: '', warn: '' },
    networkPolicies: 2,
    workloads: 2,
    risk: 12.5,
    policies: [
      { kind: 'NetworkPolicy', name: 'all', ingress: true, egress: true, everything: true, open: ['egress'] },
      { kind: 'NetworkPolicy', name: 'web', ingress: true, egress: false, everything: false, open: [] },
    ],
    isolation: { workloads: 2, ingress: 1, egress: 0 },
    quotas: [{ name: 'small', hard: { pods: '10', 'limits.cpu': '4' } }],
    limitRanges: [
      {
        name: 'usual',
        limits: [
          {
            type: 'Container',
            values: [
              { name: 'default', resource: 'cpu', value: '1' },
              { name: 'max', resource: 'memory', value: '2Gi' },
            ],
          },
          { type: '', values: [] },
        ],
      },
    ],
    serviceAccounts: [
      { name: 'default', workloads: 1, permissions: [], known: false },
      { name: 'spare', workloads: 0, permissions: [], known: true },
      { name: 'web', workloads: 1, permissions: ['Role web: get secrets'], known: false },
    ],
    bindings: [{ name: 'developers', role: 'ClusterRole edit', subjects: ['Group devs', 'ServiceAccount build/ci'] }],
  });
});

test('one that only workloads name is shown too', async () => {
  expect(await admin.call(namespaces.endpoints.get, { params: { id: await findId('unseen') } })).toMatchObject({
    name: 'unseen',
    isolation: { workloads: 1, ingress: 0, egress: 0 },
    bindings: [],
  });
});

test('who sees the namespace sees what is wrong with it, and nobody else does', async () => {
  const see = async (scope: object) => {
    const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'v', role: 'viewer', scope, days: 1 } });
    const viewer = withToken(running.server.url, secret);
    const { results } = await viewer.call(violations.endpoints.list, { query: { filter: 'namespace=shop' } });
    const detail = await viewer.call(namespaces.endpoints.get, { params: { id: await findId('shop') } }).catch(error => error.code);
    return [results.map(({ policy }) => policy), detail.name ?? detail];
  };
  expect(await see({ namespaces: ['shop'] })).toStrictEqual([['privileged-container', 'limit-range-missing'], 'shop']);
  expect(await see({ namespaces: ['unseen'] })).toStrictEqual([[], 'not-found']);
});

test.each(['', 'bm8', '%00'])('%j is no namespace', async id => {
  await expect(admin.call(namespaces.endpoints.get, { params: { id: id === '' ? 'x' : id } })).rejects.toMatchObject({ code: 'not-found' });
});
