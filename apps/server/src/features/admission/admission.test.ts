import { admission, type Client, policies } from '@breakwater/api';
import { renderNewPolicy } from '@breakwater/policy';
import type { AdmissionDecision } from '@breakwater/protocol';
import { KNOWS_EVENTS } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildObject } from '../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let sensor: TestSensor;

const pod = (privileged: boolean, image = 'a:1', namespace = 'shop') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace },
  spec: { containers: [{ name: 'main', image, ...(privileged ? { securityContext: { privileged } } : {}) }] },
});

let number = 0;

function build(change: Partial<AdmissionDecision>): AdmissionDecision {
  const time = new Date(Date.now() - 60_000).toISOString();
  return {
    id: `d${++number}`,
    time,
    requestUid: 'r',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: 'pods',
    namespace: 'shop',
    name: 'web',
    user: { name: 'jo', groups: ['dev'] },
    dryRun: false,
    allowed: true,
    policies: [],
    notEvaluated: [],
    mode: 'evaluated',
    revision: 3,
    count: 1,
    firstSeen: time,
    lastSeen: time,
    durationMs: 1.5,
    object: pod(false),
    ...change,
  };
}

const DENIED = [{ policy: 'host-pid', action: 'deny', state: 'fail', message: 'm', ja: 'エム' }] as const;

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1', { capabilities: [KNOWS_EVENTS] });
  const told = [
    build({ count: 5, object: pod(true), controller: { kind: 'ReplicaSet', name: 'web-5d', uid: 'u' } }),
    build({ count: 2, object: pod(true, 'b:1', 'bank'), namespace: 'bank', user: { name: 'ann', groups: [] } }),
    build({ allowed: false, policies: [...DENIED], notEvaluated: ['image-unsigned'] }),
    build({ mode: 'failed-open', operation: 'DELETE' }),
    build({ count: 3, object: undefined as never }),
  ];
  const events = told.map(body => ({
    type: 'admission' as const,
    id: body.id,
    time: body.time,
    body: JSON.parse(JSON.stringify(body)) as AdmissionDecision,
  }));
  await sensor.send({ type: 'events', sequence: 1, events } as never);
  await sensor.until(frames => frames.some(({ type }) => type === 'events-stored'));
});
afterAll(() => running.close());

test('decisions are listed, and read one by one with their object', async () => {
  const { results } = await admin.call(admission.endpoints.list, { query: { filter: 'policy=host-pid,allowed=false' } });
  expect(results).toMatchObject([
    { cluster: 'c1', namespace: 'shop', user: 'jo', owner: 'Pod web', policies: ['host-pid'], count: 1, breakGlass: false },
  ]);
  const detail = await admin.call(admission.endpoints.get, { params: { id: results[0]?.id ?? '' } });
  expect(detail).toMatchObject({
    groups: ['dev'],
    revision: 3,
    decided: [{ policy: 'host-pid', action: 'deny', state: 'fail', message: 'm' }],
    notEvaluated: ['image-unsigned'],
    object: pod(false),
  });
  const names = async (filter: string) =>
    (await admin.call(admission.endpoints.list, { query: { filter, sort: '-count' } })).results.map(
      ({ owner, count }) => `${owner} ${count}`,
    );
  expect(await names('owner~replica')).toStrictEqual(['ReplicaSet web-5d 5']);
  expect(await names('mode=failed-open')).toStrictEqual(['Pod web 1']);
  expect(await names('user=ann,namespace=bank')).toStrictEqual(['Pod web 2']);
  const { values } = await admin.call(admission.endpoints.values, { query: { field: 'policy' } });
  expect(values).toStrictEqual(['host-pid']);
});

test('are counted over time and by whom', async () => {
  const summary = await admin.call(admission.endpoints.summary, { query: { days: 2 } });
  expect(summary).toMatchObject({
    days: 2,
    allowed: 11,
    denied: 1,
    failed: 1,
    brokenGlass: 0,
    byPolicy: [{ name: 'host-pid', requests: 1 }],
    byUser: [{ name: 'jo', requests: 1 }],
    byNamespace: [{ name: 'shop', requests: 1 }],
    byOwner: [{ name: 'Pod web', requests: 1 }],
  });
  expect(summary.series.reduce((sum, { allowed }) => sum + allowed, 0)).toBe(11);
  const { results } = await admin.call(admission.endpoints.status, {});
  expect(results).toMatchObject([
    { cluster: 'c1', requests: 12, denied: 1, failed: 1, revision: 3, notEvaluated: ['image-unsigned'], native: 0 },
  ]);
});

test('what a policy would have refused is told from them, and from what exists', async () => {
  await sensor.store([
    buildObject({ name: 'old', namespace: 'shop' }, { ...pod(true), metadata: { name: 'old', namespace: 'shop' } }),
    buildObject({ name: 'shop', kind: 'Namespace', namespace: '' }, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }),
  ]);
  await sensor.sync();
  const ask = (settings?: readonly unknown[]) =>
    admin.call(policies.endpoints.whatIf, {
      params: { id: 'privileged-container' },
      body: { days: 2, ...(settings === undefined ? {} : { settings: settings as never }) },
    });
  const all = await ask();
  expect(all.reviews).toMatchObject({
    requests: 7,
    objects: 2,
    judged: 3,
    undecided: 0,
    byNamespace: [
      { clusterName: 'c1', name: 'shop', requests: 5, objects: 1 },
      { clusterName: 'c1', name: 'bank', requests: 2, objects: 1 },
    ],
    byOwner: [{ name: 'shop/ReplicaSet web-5d' }, { name: 'bank/Pod web' }],
    examples: [{ user: 'jo', requests: 5, message: "container 'main' runs privileged" }, { user: 'ann' }],
  });
  expect(all.limits).toStrictEqual(['3 requests to c1 were kept without their object, and were not judged.']);
  expect(all.now).toMatchObject({ opens: 1, objects: 1 });
  expect(all.now.places[0]).toMatchObject({ namespace: 'shop', name: 'old' });
  const part = await ask([{ scope: { namespaces: ['bank'] }, enforcement: { deploy: 'deny' } }]);
  expect([part.reviews.requests, part.now.opens]).toStrictEqual([2, 0]);
  const written = await admin.call(policies.endpoints.whatIf, {
    params: { id: 'no-privileges' },
    body: { days: 2, text: renderNewPolicy('no-privileges').replace(/^expression: .*$/m, "expression: '!container.security.privileged'") },
  });
  expect([written.reviews.requests, written.now.opens]).toStrictEqual([7, 1]);
  const detail = await admin.call(admission.endpoints.get, { params: { id: part.reviews.examples[0]?.decision ?? '' } });
  expect(detail.namespace).toBe('bank');
});
