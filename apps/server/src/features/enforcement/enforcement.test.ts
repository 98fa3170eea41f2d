import { type Client, enforcement, policies } from '@breakwater/api';
import type { EnforcementState, Item } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('does not count for the lists of policies, and goes with the settings', async () => {
  const policy = await admin.call(policies.endpoints.get, { params: { id: 'privileged-container' } });
  expect(policy.clusters).toStrictEqual([]);
  for (const id of ['privileged-container', 'host-pid', 'service-account-missing']) await set(id, []);
  expect((await list()).total).toBe(0);
});
