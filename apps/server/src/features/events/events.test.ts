import { activity, agents, type Client, events } from '@breakwater/api';
import type { Event } from '@breakwater/model';
import { KNOWS_EVENTS } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_SUBJECTS } from '../../ingest/runtime/store.ts';
import { buildObject } from '../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let sensor: TestSensor;
let sequence = 0;

const DAY = new Date().toISOString().slice(0, 10);
const PROCESS = { id: 'p1', exe: '/bin/sh', argv: ['sh', '-c', 'id'], argvTruncated: false, uid: 0, ancestors: [] };
const ENDS = { protocol: 'tcp', local: { address: '10.0.0.1', port: 40000 }, remote: { address: '10.0.0.2', port: 5432 } };

function build(number: number, change: Partial<Event>): Event {
  return {
    id: `n1/b/${number}`,
    time: `${DAY}T00:00:${String(number % 60).padStart(2, '0')}.000000000Z`,
    type: 'process-exec',
    cluster: 'c1',
    node: 'n1',
    namespace: 'shop',
    pod: 'web-1',
    workload: 'Deployment/web',
    container: 'app',
    process: PROCESS,
    ...change,
  };
}

async function send(told: readonly Event[]): Promise<void> {
  sequence += 1;
  const framed = told.map(body => ({ type: 'runtime' as const, id: body.id, time: body.time, body }));
  await sensor.send({ type: 'events', sequence, events: framed } as never);
  const wanted = sequence;
  await sensor.until(frames => frames.some(frame => frame.type === 'events-stored' && frame.sequence === wanted));
}

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1', { capabilities: [KNOWS_EVENTS] });
  const told = [
    build(1, {}),
    build(2, { type: 'connect', connect: { ...ENDS, result: 'started' } }),
    build(3, {
      type: 'file-open',
      file: { path: '/etc/shadow', operation: 'read', flags: [] },
      workload: 'Deployment/bank',
      namespace: 'bank',
    }),
    build(4, { type: 'process-exit', exit: { code: 0 } }),
  ];
  await send(told);
  // The second time is no second event.
  await send([...told, build(5, {})]);
});
afterAll(() => running.close());

test.each<readonly [filter: (id: string) => string, total: number]>([
  [id => `cluster=${id}`, 5],
  [() => 'cluster=c1', 5],
  [() => 'cluster=other|c1', 5],
  [() => 'cluster=other', 0],
  [() => 'cluster!=c1', 0],
  [() => 'cluster~c', 5],
])('clusters are named by name and by id', async (toFilter, total) => {
  const [event] = (await admin.call(events.endpoints.list, {})).results;
  const filter = toFilter(event?.cluster ?? '');
  expect((await admin.call(events.endpoints.list, { query: { filter } })).total).toBe(total);
  expect((await admin.call(events.endpoints.export, { query: { filter } })).total).toBe(total);
});

test('events are listed, the newest first, and read one by one with their process', async () => {
  const { results, total } = await admin.call(events.endpoints.list, {});
  expect([total, results.map(({ text, program, subject }) => [text, program, subject])]).toStrictEqual([
    5,
    [
      ['process-exec /bin/sh -c id', '/bin/sh', '/bin/sh'],
      ['process-exit /bin/sh code 0', '/bin/sh', ''],
      ['file-open read /etc/shadow', '/bin/sh', 'read /etc/shadow'],
      ['connect 10.0.0.2:5432/tcp started', '/bin/sh', '10.0.0.2:5432/tcp'],
      ['process-exec /bin/sh -c id', '/bin/sh', '/bin/sh'],
    ],
  ]);
  const { event } = await admin.call(events.endpoints.get, { params: { id: results[3]?.id ?? '' } });
  expect(event).toStrictEqual(build(2, { type: 'connect', connect: { ...ENDS, result: 'started' } }));
  const whole = await admin.call(events.endpoints.export, { query: { filter: 'type=process-exec', limit: 1 } });
  expect(whole.results).toStrictEqual([build(1, {})]);
  const next = await admin.call(events.endpoints.export, { query: { filter: 'type=process-exec', limit: 1, cursor: whole.next ?? '' } });
  expect([next.results.map(({ id }) => id), next.next]).toStrictEqual([['n1/b/5'], undefined]);
  const texts = async (filter: string) =>
    (await admin.call(events.endpoints.list, { query: { filter } })).results.map(({ subject }) => subject);
  expect(await texts('type=file-open')).toStrictEqual(['read /etc/shadow']);
  expect(await texts('workload=Deployment/web,subject~5432')).toStrictEqual(['10.0.0.2:5432/tcp']);
  const { values } = await admin.call(events.endpoints.values, { query: { field: 'workload' } });
  expect(values).toStrictEqual(['Deployment/bank', 'Deployment/web']);
  await expect(admin.call(events.endpoints.get, { params: { id: 'bm9uZQ' } })).rejects.toThrow('There is no such event.');
});

test('what workloads did is counted, once for each event', async () => {
  const { results } = await admin.call(activity.endpoints.list, { query: { sort: 'subject' } });
  expect(results.map(({ day, workload, type, subject, count }) => [day, workload, type, subject, count])).toStrictEqual([
    [DAY, 'Deployment/web', 'process-exec', '/bin/sh', 2],
    [DAY, 'Deployment/web', 'connect', '10.0.0.2:5432/tcp', 1],
    [DAY, 'Deployment/bank', 'file-open', 'read /etc/shadow', 1],
  ]);
});

test('a container that does ever new things is remembered by so many, and the others are counted', async () => {
  const dns = (number: number): Event =>
    build(1000 + number, { type: 'dns', workload: 'Deployment/flood', dns: { query: `h${number}.example.`, type: 'A', answers: [] } });
  const all = Array.from({ length: MAX_SUBJECTS + 20 }, (_, number) => dns(number));
  for (let from = 0; from < all.length; from += 200) await send(all.slice(from, from + 200));
  await send([{ ...dns(0), id: 'n1/b/again' }]);
  const ask = (filter: string) => admin.call(activity.endpoints.list, { query: { filter, limit: 500 } });
  expect((await ask('workload=Deployment/flood')).total).toBe(MAX_SUBJECTS + 1);
  expect((await ask('workload=Deployment/flood,subject=""')).results.map(({ count }) => count)).toStrictEqual([20]);
  expect((await ask('workload=Deployment/flood,subject=h0.example.')).results.map(({ count }) => count)).toStrictEqual([2]);
});

test('agents are told of with what they cannot see, and nodes without one', async () => {
  const word = {
    node: 'n1',
    bootId: 'b',
    version: '0.1.0',
    since: `${DAY}T00:00:00Z`,
    capabilities: [{ name: 'exec' }, { name: 'deny-connect', missing: 'no cgroup v2' }],
    problems: [],
  };
  const toNode = (name: string) =>
    buildObject({ name, kind: 'Node', namespace: '' }, { apiVersion: 'v1', kind: 'Node', metadata: { name } });
  await sensor.store([toNode('n1'), toNode('n2')]);
  await sensor.sync();
  await sensor.send({
    type: 'status',
    time: new Date().toISOString(),
    revision: 0,
    objects: 2,
    spool: { items: 0, bytes: 0, dropped: 0 },
    memory: 1,
    agents: [{ ...word, silentSeconds: 1 }],
  } as never);
  await expect.poll(async () => (await admin.call(agents.endpoints.status, {})).results.length).toBe(1);
  const answer = await admin.call(agents.endpoints.status, {});
  expect(answer.results).toMatchObject([{ cluster: 'c1', node: 'n1', silent: false, capabilities: word.capabilities }]);
  expect(answer.clusters).toStrictEqual([{ cluster: 'c1', clusterName: 'c1', nodes: 2, watched: 1, unwatched: ['n2'] }]);
  const { gaps } = await admin.call(agents.endpoints.gaps, {});
  expect(gaps.map(({ reason, capability, nodes, policyCount }) => [reason, capability, nodes, policyCount > 0])).toStrictEqual([
    ['not-looked', 'dns-questions', ['n1'], true],
    ['not-looked', 'process-exec', ['n1'], true],
    ['not-looked', 'process-exit', ['n1'], true],
    ['not-looked', 'system-calls', ['n1'], true],
    ['not-looked', 'tcp', ['n1'], true],
    ['no-agent', undefined, ['n2'], true],
    ['no-audit', undefined, [], true],
  ]);
});
