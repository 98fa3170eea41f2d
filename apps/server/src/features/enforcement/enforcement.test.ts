import { admission, type Client, enforcement, policies } from '@breakwater/api';
import type { AdmissionReplica, EnforcementState, Item } from '@breakwater/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildObject } from '../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let sensor: TestSensor;

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await joinCluster(await running.server.createJoinToken(), 'c2');
});
afterAll(() => running.close());

const NATIVE = { state: 'active', objects: ['breakwater-a-pod'], reasons: [], warnings: ['w'], exempt: ['kube-system'] } as const;

function tell(policy: string, native: Partial<EnforcementState['native']> = {}): Item {
  const body = {
    policy,
    states: {},
    enforcement: {
      actions: ['deny' as const],
      everywhere: true,
      native: { ...structuredClone(NATIVE), ...native } as EnforcementState['native'],
    },
  };
  return { action: 'put', type: 'policy-state', key: policy, hash: native.state ?? 'h', body };
}

async function set(id: string, settings: readonly unknown[]): Promise<void> {
  await admin.call(policies.endpoints.setSettings, { params: { id }, body: { settings: settings as never } });
}

const list = (filter = '') => admin.call(enforcement.endpoints.list, { query: { filter } });

test('says of each policy and cluster who enforces it, and why nobody does', async () => {
  expect((await list()).total).toBe(0);
  await set('privileged-container', [
    { scope: {}, enforcement: { deploy: 'deny' } },
    { scope: { clusters: ['c2'], namespaces: ['shop'] }, enforcement: { deploy: 'inform' } },
  ]);
  await set('host-pid', [{ scope: { clusters: ['c1'], namespaces: ['shop'] }, enforcement: { deploy: 'warn' } }]);
  await set('service-account-missing', [{ scope: { clusters: ['c1'] }, enforcement: { deploy: 'deny' } }]);
  const missing = { code: 'no-native-form', message: 'cluster.complete: one request does not show it' } as const;
  await sensor.store([
    tell('privileged-container'),
    tell('service-account-missing', { state: 'impossible', objects: [], reasons: [missing] }),
  ]);
  const { results } = await list();
  expect(results.map(({ policy, cluster, action, everywhere, by }) => [policy, cluster, action, everywhere, by])).toStrictEqual([
    ['host-pid', 'c1', 'warn', false, 'unknown'],
    ['privileged-container', 'c1', 'deny', true, 'native'],
    ['privileged-container', 'c2', 'deny', false, 'unknown'],
    ['service-account-missing', 'c1', 'deny', true, 'none'],
  ]);
  expect(results[1]).toMatchObject({
    severity: 'high',
    clusterName: 'c1',
    native: { state: 'active', objects: ['breakwater-a-pod'], warnings: ['w'], exempt: ['kube-system'] },
    reasons: [],
  });
  expect(results[2]?.reasons).toStrictEqual([
    {
      code: 'not-told',
      message: 'The sensor of this cluster has not said how: it is away since the setting changed, or of an older release.',
    },
  ]);
  expect(results[3]?.reasons).toStrictEqual([
    { code: 'no-native-form', message: 'The API server alone cannot decide it: cluster.complete: one request does not show it' },
    { code: 'no-admission', message: "Breakwater's own admission has not said that it enforces the policy in this cluster." },
  ]);
});

test('is asked by policy, cluster, who enforces and why not', async () => {
  const names = async (filter: string) => (await list(filter)).results.map(({ policy, cluster }) => `${policy} ${cluster}`);
  expect(await names('by=native')).toStrictEqual(['privileged-container c1']);
  expect(await names('cluster=c2')).toStrictEqual(['privileged-container c2']);
  expect(await names('reason=no-native-form')).toStrictEqual(['service-account-missing c1']);
  expect(await names('severity>=high,action=deny,reason!=no-admission')).toStrictEqual([
    'privileged-container c1',
    'privileged-container c2',
  ]);
  const { values } = await admin.call(enforcement.endpoints.values, { query: { field: 'reason' } });
  expect(values).toStrictEqual(['no-admission', 'no-native-form', 'not-told']);
});

const replica = (id: string, revision: number, change: Partial<AdmissionReplica> = {}): AdmissionReplica => ({
  id,
  revision,
  since: '2026-01-01T00:00:00.000Z',
  certificateEnd: '2026-12-01T00:00:00.000Z',
  policies: 3,
  unusable: [],
  unusableCount: 0,
  silentSeconds: 1,
  ...change,
});

async function hear(replicas: AdmissionReplica[] | undefined): Promise<void> {
  const told = replicas === undefined ? {} : { replicas };
  const time = new Date().toISOString();
  const spool = { items: 0, bytes: 0, dropped: 0 };
  await sensor.send({ type: 'status', time, revision: 0, objects: 0, spool, memory: 1, ...told });
  // Frames are taken in order.
  await sensor.store([]);
}

describe('what only admission enforces', () => {
  const [own, silent] = ["Breakwater's own admission", 'is silent since'];
  const newest = 1_000_000;
  const missing = 'no-native-form';
  test.each<[string, AdmissionReplica[] | undefined, readonly unknown[]]>([
    ['all replicas are there', [replica('a', newest), replica('b', newest)], ['webhook', 'enforces', 2, missing]],
    ['one is gone', [replica('a', newest), replica('b', 0, { silentSeconds: 61 })], ['webhook', 'enforces', 1, missing]],
    ['one is behind', [replica('a', newest), replica('b', 0)], ['pending', 'behind', 2, missing, 'admission-behind']],
    [
      'one cannot use it',
      [replica('a', newest, { unusable: ['service-account-missing'], unusableCount: 1 })],
      ['none', 'unusable', 1, missing, 'admission-unusable'],
    ],
    ['one cannot use another', [replica('a', newest, { unusable: ['other'], unusableCount: 1 })], ['webhook', 'enforces', 1, missing]],
    [
      'one cannot use more than it names',
      [replica('a', newest, { unusable: ['other'], unusableCount: 2 })],
      ['none', 'unusable', 1, missing, 'admission-unusable'],
    ],
    ['nobody was heard of for a minute', [replica('a', newest, { silentSeconds: 61 })], ['none', 'silent', 0, missing, 'admission-silent']],
    ['the sensor was started anew and heard nobody', [], ['none', 'silent', 0, missing, 'admission-silent']],
    ['the sensor does not tell', undefined, ['none', undefined, undefined, missing, 'no-admission']],
  ])('%s', async (_, replicas, expected) => {
    await hear(replicas);
    const { results } = await list('policy=service-account-missing');
    expect(
      results.map(({ by, webhook, reasons }) => [by, webhook?.state, webhook?.replicas, ...reasons.map(({ code }) => code)]),
    ).toStrictEqual([expected]);
    // Whatever admission does: the API server enforces this one.
    expect((await list('policy=privileged-container,cluster=c1')).results.map(({ by }) => by)).toStrictEqual(['native']);
  });

  test('says since when, and so does the status of admission', async () => {
    await hear([replica('a', 1, { silentSeconds: 61, unusable: ['x'], unusableCount: 1 }), replica('b', newest, { silentSeconds: 3000 })]);
    const { results } = await admin.call(admission.endpoints.status, {});
    const { silentSince = '', replicas, policySet, native, notNative } = results.find(({ cluster }) => cluster === 'c1') ?? {};
    expect(Math.abs(Date.now() - 61_000 - Date.parse(silentSince))).toBeLessThan(20_000);
    const { silentSeconds: _, ...a } = replica('a', 1, { unusable: ['x'], unusableCount: 1 });
    const { silentSeconds: __, ...b } = replica('b', newest);
    expect([replicas, native, notNative, (policySet ?? 0) > 1]).toStrictEqual([
      [
        { ...a, heardAt: silentSince, silent: true, behind: true },
        { ...b, heardAt: expect.any(String), silent: true, behind: false },
      ],
      1,
      1,
      true,
    ]);
    const [row] = (await list('policy=service-account-missing')).results;
    expect(row?.reasons[1]).toStrictEqual({
      code: 'admission-silent',
      message: `${own} ${silent} ${silentSince}. Requests are answered as the failurePolicy of its webhook says.`,
      next: 'kubectl get pods --all-namespaces --selector app.kubernetes.io/component=admission',
    });
    await hear([replica('a', newest)]);
    const { results: again } = await admin.call(admission.endpoints.status, {});
    expect(again.find(({ cluster }) => cluster === 'c1')).not.toHaveProperty('silentSince');
  });

  test('and whether the API server asks them at all, once webhooks are known', async () => {
    const states = async () => (await list('policy=service-account-missing')).results.map(({ by, webhook }) => [by, webhook?.state]);
    const webhook = (name: string) =>
      buildObject(
        { name: 'w', namespace: '', kind: 'ValidatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1' },
        {
          webhooks: [{ name, clientConfig: { service: { name: 'admission' } } }],
        },
        name,
      );
    await hear([replica('a', newest)]);
    await sensor.store([webhook('other.example.com')]);
    expect(await states()).toStrictEqual([['webhook', 'enforces']]);
    await sensor.sync();
    expect(await states()).toStrictEqual([['none', 'unregistered']]);
    const [row] = (await list('policy=service-account-missing')).results;
    expect(row?.reasons[1]).toStrictEqual({
      code: 'admission-unregistered',
      message: `${own} is there, and the API server has no webhook that asks it.`,
      next: 'breakwater install manifest --role admission … | kubectl apply --server-side -f -',
    });
    await sensor.store([webhook('admission.breakwater.dev')]);
    expect(await states()).toStrictEqual([['webhook', 'enforces']]);
  });

  test('is not known of while the sensor is away', async () => {
    sensor.close();
    await vi.waitFor(
      async () => {
        const { results } = await list('policy=service-account-missing');
        expect(results.map(({ by, reasons }) => [by, reasons[1]?.message])).toStrictEqual([
          ['unknown', "The sensor of this cluster is away: nobody can say whether Breakwater's own admission still enforces it."],
        ]);
      },
      { timeout: 60_000 },
    );
  });
});

test('does not count for the lists of policies, and goes with the settings', async () => {
  const policy = await admin.call(policies.endpoints.get, { params: { id: 'privileged-container' } });
  expect(policy.clusters).toStrictEqual([]);
  for (const id of ['privileged-container', 'host-pid', 'service-account-missing']) await set(id, []);
  expect((await list()).total).toBe(0);
});
