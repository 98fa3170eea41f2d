import { responses, tokens } from '@breakwater/api';
import type { ResponseRecord } from '@breakwater/model';
import { KNOWS_RESPONSES, type ResponseWork } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

const { endpoints } = responses;
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' } as const;

async function connect(cluster: string, capabilities: readonly string[] = [KNOWS_RESPONSES]): Promise<TestSensor> {
  const { enrolled } = await enrol(await running.server.createJoinToken(), cluster);
  if (enrolled === undefined) throw new Error('not enrolled');
  const sensor = await TestSensor.connect(enrolled);
  await sensor.greet(cluster, { capabilities: [...capabilities] });
  return sensor;
}

function listWork({ frames }: TestSensor): readonly ResponseWork[] {
  return frames.flatMap(frame => (frame.type === 'response-work' ? frame.work : []));
}

/** What a responder tells of a response. */
async function report(
  sensor: TestSensor,
  sequence: number,
  work: ResponseWork | undefined,
  change: Partial<ResponseRecord>,
): Promise<void> {
  if (work?.type !== 'respond') throw new Error('no response is to be done');
  const body: ResponseRecord = {
    request: work.request,
    revision: 1,
    state: 'done',
    message: 'no pod of it is left',
    isUndoable: true,
    steps: [],
    warnings: [],
    refusals: [],
    evidence: [],
    ...change,
  };
  await sensor.send({
    type: 'events',
    sequence,
    events: [{ type: 'response', id: work.request.id, time: new Date().toISOString(), body }],
  });
  await sensor.until(() => sensor.frames.some(frame => frame.type === 'events-stored' && frame.sequence === sequence));
}

test('a response reaches the sensor, is told of, and is taken back', async () => {
  const { admin } = running;
  const sensor = await connect('c1');
  const asked = await admin.call(endpoints.request, {
    body: { cluster: 'c1', action: 'scale-to-zero', target: TARGET, reason: 'incident 42' },
  });
  expect(asked).toMatchObject({
    state: 'approved',
    requester: 'admin',
    undoable: false,
    message: 'it waits for the responder of the cluster',
  });
  await sensor.until(() => listWork(sensor).length === 1);
  const [work] = listWork(sensor);
  expect(work).toStrictEqual({ type: 'respond', request: asked.record.request });
  await report(sensor, 1, work, {});
  const params = { id: asked.id };
  expect(await admin.call(endpoints.get, { params })).toMatchObject({ state: 'done', undoable: true, message: 'no pod of it is left' });
  expect(await admin.call(endpoints.undo, { params, body: { reason: 'false alarm' } })).toMatchObject({
    state: 'done',
    undoing: true,
    undoable: false,
  });
  await expect(admin.call(endpoints.undo, { params, body: { reason: 'again' } })).rejects.toMatchObject({
    code: 'conflict',
    message: 'It is being taken back already.',
  });
  await sensor.until(() => listWork(sensor).length === 2);
  expect(listWork(sensor)[1]).toStrictEqual({
    type: 'undo',
    id: asked.id,
    requestedBy: { type: 'user', name: 'admin' },
    reason: 'false alarm',
  });
  const undo = { requestedBy: { type: 'user' as const, name: 'admin' }, reason: 'false alarm', at: new Date().toISOString() };
  await report(sensor, 2, work, { revision: 3, state: 'undone', isUndoable: false, undo });
  // What was overtaken on its way changes nothing.
  await report(sensor, 3, work, { revision: 2, state: 'running' });
  expect(await admin.call(endpoints.get, { params })).toMatchObject({ state: 'undone', undoing: false, undoable: false });
});

test('who may not respond asks, somebody else approves, and only then the sensor hears of it', async () => {
  const { admin } = running;
  const sensor = await connect('c2');
  const token = await admin.call(tokens.endpoints.create, {
    body: { name: 'viewer', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  const viewer = withToken(running.server.url, token.secret);
  const body = { cluster: 'c2', action: 'restart' as const, target: TARGET, reason: 'please' };
  const asked = await viewer.call(endpoints.request, { body });
  expect([asked.state, asked.message]).toStrictEqual(['pending-approval', 'it waits for approval']);
  await expect(viewer.call(endpoints.approve, { params: { id: asked.id }, body: { reason: 'me' } })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(viewer.call(endpoints.request, { body: { ...body, target: { ...TARGET, namespace: 'bank' } } })).rejects.toMatchObject({
    message: "Namespace 'bank' is outside of what you may see.",
  });
  await expect(
    viewer.call(endpoints.request, {
      body: { ...body, action: 'cordon', target: { apiVersion: 'v1', kind: 'Node', namespace: '', name: 'a' } },
    }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  expect(listWork(sensor)).toStrictEqual([]);
  const approved = await admin.call(endpoints.approve, { params: { id: asked.id }, body: { reason: 'go on' } });
  expect(approved).toMatchObject({ state: 'approved', approver: 'admin' });
  await sensor.until(() => listWork(sensor).length === 1);
  const refused = await viewer.call(endpoints.request, { body });
  expect(await admin.call(endpoints.refuse, { params: { id: refused.id }, body: { reason: 'not now' } })).toMatchObject({
    state: 'refused',
    message: 'admin: not now',
  });
  await expect(admin.call(endpoints.approve, { params: { id: refused.id }, body: { reason: 'x' } })).rejects.toMatchObject({
    message: "The response is 'refused' already.",
  });
  // A plan changes nothing, and needs nobody's approval.
  expect((await viewer.call(endpoints.request, { body: { ...body, dryRun: true } })).state).toBe('approved');
});

test('a cluster without a port for a responder is said to be so', async () => {
  await connect('c3', []);
  await expect(
    running.admin.call(endpoints.request, { body: { cluster: 'c3', action: 'restart', target: TARGET, reason: 'x' } }),
  ).rejects.toMatchObject({ code: 'conflict', message: "The sensor of 'c3' has no port for a responder." });
});

test('what a sensor decided by itself is there as well, and no cluster tells of another one’s', async () => {
  const sensor = await connect('c4');
  const request = {
    id: 'r-own',
    action: 'kill-pod' as const,
    target: { ...TARGET, apiVersion: 'v1', kind: 'Pod' },
    params: {},
    reason: 'miner',
    requestedBy: { type: 'policy' as const, name: 'miner' },
    dryRun: false,
    requestedAt: '2026-12-01T10:00:00.000Z',
  };
  await report(sensor, 1, { type: 'respond', request }, { revision: 7 });
  const params = { id: 'r-own' };
  expect(await running.admin.call(endpoints.get, { params })).toMatchObject({ cluster: 'c4', automatic: true, requester: 'miner' });
  await report(await connect('c5'), 1, { type: 'respond', request }, { revision: 9, message: 'mine' });
  expect(await running.admin.call(endpoints.get, { params })).toMatchObject({ cluster: 'c4', message: 'no pod of it is left' });
  const { results } = await running.admin.call(endpoints.list, { query: { filter: 'automatic=true,cluster=c4' } });
  expect(results.map(({ id }) => id)).toStrictEqual(['r-own']);
});
