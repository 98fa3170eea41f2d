import { ApiError, type Body, baselines, type Client, tokens, workloads } from '@breakwater/api';
import { createBaseline, learnAll } from '@breakwater/behavior';
import type { BehaviorBaseline, Event } from '@breakwater/model';
import { KNOWS_BASELINES } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toDayRowId, toRowId } from '../../list/row-id.ts';
import { buildBaseline, buildObject, buildWorkload, remove } from '../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let sensor: TestSensor;

const TIME = '2026-11-01T10:00:00Z';
const NOW = new Date();
const SUBJECT = { cluster: 'c1', namespace: 'shop', workload: 'Deployment/web', version: 'v1', container: 'app' };
const EVENT = { id: 'e', time: TIME, type: 'process-exec', cluster: 'c1', node: 'n' } as const;

const exec = (exe: string): Event => ({
  ...EVENT,
  process: { id: 'p', exe, argv: [exe, '-x'], argvTruncated: false, uid: 7, ancestors: [] },
});
const connect = (port: number): Event => ({
  ...EVENT,
  type: 'connect',
  connect: { protocol: 'tcp', local: { address: '10.1.0.1', port: 40_000 }, remote: { address: '10.1.0.2', port }, result: 'started' },
});
const DB = { kind: 'workload', namespace: 'shop', name: 'Deployment/db' } as const;

function learn(version: string, ...programs: readonly string[]) {
  const sightings = [...programs.map(program => ({ event: exec(program) })), { event: connect(5432), peer: DB }];
  return learnAll(createBaseline({ ...SUBJECT, version }, TIME), sightings);
}

const WHOLE = {
  state: 'locked',
  lockedBy: 'ann',
  lockedAt: '2026-11-02T10:00:00Z',
  coverage: 'full',
  syscalls: ['read'],
} satisfies Partial<BehaviorBaseline>;
const V1 = buildBaseline({ ...learn('v1', '/bin/app', '/bin/sh'), ...WHOLE });
const V2 = buildBaseline({ ...learn('v2', '/bin/app', '/bin/nc'), follows: 'v1', lastSeen: NOW.toISOString(), lastNew: NOW.toISOString() });
const BANK = buildBaseline({ subject: { ...SUBJECT, namespace: 'bank' } });
const USER = buildBaseline({ subject: { ...SUBJECT, namespace: '', workload: 'User/jo', version: '', container: '' } });
const idOf = ({ key }: { readonly key: string }) => toRowId('c1', key);

const PLACE = { namespace: 'shop', workload: 'Deployment/web', container: 'app' } as const;
const SEEN: Event = { ...exec('/bin/nc'), ...PLACE, id: 'e1', time: NOW.toISOString() };
const eventId = toDayRowId('c1', NOW.toISOString().slice(0, 10), 'e1');
const pod = buildObject(
  { kind: 'Pod', name: 'db-1' },
  {
    apiVersion: 'v1',
    metadata: {
      name: 'db-1',
      namespace: 'shop',
      uid: 'u1',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'db', uid: 'uid-Deployment-shop-db', controller: true }],
    },
    spec: { containers: [{ name: 'app' }] },
    status: { phase: 'Running', podIP: '10.1.0.2' },
  },
);

const deployment = (name: string) =>
  buildObject(
    { name },
    {
      apiVersion: 'apps/v1',
      metadata: { name, namespace: 'shop', uid: `uid-Deployment-shop-${name}` },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app' }] } },
      },
    },
  );

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1', { capabilities: [KNOWS_BASELINES] });
  const namespace = buildObject({ kind: 'Namespace', namespace: '', name: 'shop' }, { apiVersion: 'v1', metadata: { name: 'shop' } });
  await sensor.store([namespace, deployment('web'), deployment('db'), pod, V1, V2, BANK, USER]);
  const events = [SEEN, { ...connect(5432), ...PLACE, id: 'e2', time: new Date(NOW.getTime() + 1000).toISOString() }];
  await sensor.send({
    type: 'events',
    sequence: 1,
    events: events.map(body => ({ type: 'runtime', id: body.id, time: body.time, body })),
  });
  await sensor.until(frames => frames.some(({ type }) => type === 'events-stored'));
});
afterAll(() => running.close());

const refusal = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => undefined,
    cause => cause,
  );
  return error instanceof ApiError ? `${error.code}: ${error.message}` : String(error);
};

test('baselines are listed and filtered', async () => {
  const list = async (filter: string) =>
    (await admin.call(baselines.endpoints.list, { query: { filter } })).results.map(({ namespace, workload, version, entries }) =>
      [namespace, workload, version, entries].join(' '),
    );
  expect(await list('workload=Deployment/web,namespace=shop')).toStrictEqual(['shop Deployment/web v2 3', 'shop Deployment/web v1 3']);
  expect(await list('state=locked,coverage=full')).toStrictEqual(['shop Deployment/web v1 3']);
  expect(await list('lockedBy=""')).toHaveLength(3);
});

test('one is told whole, with its versions and why it still learns', async () => {
  const { list, learning, versions, follows, lockedBy } = await admin.call(baselines.endpoints.get, { params: { id: idOf(V2) } });
  expect(list).toStrictEqual([
    { section: 'processes', text: 'process init /bin/app', firstSeen: TIME, origin: 'learned', details: ['arguments -x', 'user 7'] },
    { section: 'processes', text: 'process init /bin/nc', firstSeen: TIME, origin: 'learned', details: ['arguments -x', 'user 7'] },
    { section: 'peers', text: 'peer egress tcp 5432 workload shop/Deployment/db', firstSeen: TIME, origin: 'learned', details: [] },
  ]);
  expect([learning, follows, lockedBy, versions.map(({ version }) => version)]).toStrictEqual([
    { reason: 'new', until: new Date(NOW.getTime() + 6 * 3_600_000).toISOString() },
    'v1',
    '',
    ['v2', 'v1'],
  ]);
});

test('versions are compared', async () => {
  const { changes, before } = await admin.call(baselines.endpoints.diff, { params: { id: idOf(V2) }, query: { before: 'v1' } });
  expect([before.id, changes]).toStrictEqual([
    idOf(V1),
    [
      { change: 'added', text: 'process init /bin/nc' },
      { change: 'gone', text: 'process init /bin/sh' },
    ],
  ]);
  const unknown = admin.call(baselines.endpoints.diff, { params: { id: idOf(V2) }, query: { before: 'v9' } });
  expect(await refusal(unknown)).toBe('not-found: There is no such version.');
});

test('what is exported says what was seen, and is refused where it would be incomplete', async () => {
  const [whole, partial] = [{ params: { id: idOf(V1) } }, { params: { id: idOf(V2) } }];
  expect((await admin.call(baselines.endpoints.seccomp, whole)).syscalls[0]?.names).toContain('read');
  expect(await admin.call(baselines.endpoints.export, whole)).toStrictEqual(V1.body);
  const { policies } = await admin.call(baselines.endpoints.policies, whole);
  expect(policies.map(({ workload, because }) => [workload, because])).toStrictEqual([
    ['shop/web[Deployment]', ['egress[0]: names', `egress[1]: workload shop/Deployment/db, seen since ${TIME}`]],
  ]);
  expect(await refusal(admin.call(baselines.endpoints.seccomp, partial))).toMatch(/^conflict: No event tells which system calls/);
  expect(await refusal(admin.call(baselines.endpoints.policies, partial))).toBe(
    'conflict: Shop/Deployment/web/app (v2): it still learns: policies would cut what is normal.',
  );
  expect((await admin.call(baselines.endpoints.policies, { ...partial, query: { partial: true } })).policies).toHaveLength(1);
});

test('what people want is handed to the sensor, also to one that was away, until it answers', async () => {
  const ask = (body: Body<typeof baselines.endpoints.change>) => admin.call(baselines.endpoints.change, { params: { id: idOf(V1) }, body });
  const got = (from: TestSensor) => from.frames.flatMap(frame => (frame.type === 'baseline-changes' ? frame.changes : []));
  const { changes } = await ask({ change: 'unlock', reason: 'a new release' });
  expect(changes.map(({ change, requester, reason, state }) => [change, requester, reason, state])).toStrictEqual([
    ['unlock', 'admin', 'a new release', 'pending'],
  ]);
  await sensor.until(() => got(sensor).length === 1);
  sensor.close();
  await ask({ change: 'allow', entries: ['process init /bin/nc'], events: [eventId], reason: 'this is normal' });
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1', { capabilities: [KNOWS_BASELINES] });
  await sensor.until(() => got(sensor).length === 2);
  expect(got(sensor)).toStrictEqual([
    { id: changes[0]?.id, subject: SUBJECT, change: 'unlock', entries: [], events: [], by: 'admin' },
    { id: expect.any(String), subject: SUBJECT, change: 'allow', entries: ['process init /bin/nc'], events: [SEEN], by: 'admin' },
  ]);
  const outcome = { id: got(sensor)[0]?.id ?? '', state: 'refused', message: 'why not' } as const;
  const time = new Date().toISOString();
  await sensor.send({ type: 'events', sequence: 1, events: [{ type: 'baseline-change', id: outcome.id, time, body: outcome }] });
  await sensor.until(frames => frames.some(({ type }) => type === 'events-stored'));
  const after = await admin.call(baselines.endpoints.get, { params: { id: idOf(V1) } });
  expect([after.pending, after.changes.map(({ change, state, message, events }) => [change, state, message, events])]).toStrictEqual([
    1,
    [
      ['allow', 'pending', '', ['process-exec /bin/nc -x']],
      ['unlock', 'refused', 'why not', []],
    ],
  ]);
});

test.each([
  [{ change: 'lock', entries: ['x'] }, 'bad-request: To lock is of the whole baseline, not of entries.'],
  [{ change: 'remove' }, 'bad-request: To take out: which entries?'],
  [{ change: 'allow' }, 'bad-request: To allow: which entries, or which events?'],
  [{ change: 'allow', events: ['bm9uZQ'] }, 'not-found: There is no such event.'],
] as const)('%j makes no sense', async (wanted, expected) => {
  const body = { reason: 'r', ...wanted } as Body<typeof baselines.endpoints.change>;
  expect(await refusal(admin.call(baselines.endpoints.change, { params: { id: idOf(V1) }, body }))).toBe(expected);
});

test('a preview says what the baseline would not know', async () => {
  const preview = async (body: Body<typeof baselines.endpoints.preview>) => {
    const { deviations, events } = await admin.call(baselines.endpoints.preview, { params: { id: idOf(V1) }, body });
    return [events, deviations.map(({ verdict, detail, event }) => [verdict, detail, event === '' ? 'none' : 'event'])];
  };
  expect(await preview({})).toStrictEqual([2, [['new-path', '/bin/nc was not run before', 'event']]]);
  expect(await preview({ remove: ['peer egress tcp 5432 workload shop/Deployment/db'] })).toStrictEqual([
    2,
    [
      ['removed', 'peer egress tcp 5432 workload shop/Deployment/db was taken out of the baseline', 'event'],
      ['new-path', '/bin/nc was not run before', 'event'],
    ],
  ]);
  expect(await preview({ since: '2099-01-01T00:00:00Z' })).toStrictEqual([0, []]);
  const unknown = admin.call(baselines.endpoints.preview, { params: { id: idOf(V1) }, body: { remove: ['x'] } });
  expect(await refusal(unknown)).toBe("bad-request: The baseline has no entry 'x'.");
});

test('replicas are compared by what the workload did before, and what it did stands in one order', async () => {
  const time = new Date().toISOString();
  const { process, ...started } = exec('/bin/app');
  const events = ['web-a', 'web-b', 'web-c'].map(name => ({
    ...started,
    ...PLACE,
    process: { ...process, containerPid: 1, entry: 'init' } as NonNullable<Event['process']>,
    pod: name,
    containerId: name,
    id: name,
    time,
  }));
  const miner = { ...exec('/bin/miner'), ...PLACE, pod: 'web-b', id: 'miner', time };
  await sensor.store([buildWorkload({ name: 'web' })]);
  await sensor.send({
    type: 'events',
    sequence: 2,
    events: [...events, miner].map(body => ({ type: 'runtime', id: body.id, time: body.time, body })),
  });
  await sensor.until(frames => frames.some(frame => frame.type === 'events-stored' && frame.sequence === 2));
  const [{ id = '' } = {}] = (await admin.call(workloads.endpoints.list, { query: { filter: 'name=web' } })).results;
  const { containers } = await admin.call(workloads.endpoints.replicas, { params: { id } });
  expect(containers).toStrictEqual([
    {
      container: 'app',
      state: 'compared',
      replicas: [
        { pod: 'web-a', score: 0 },
        { pod: 'web-b', score: 1 },
        { pod: 'web-c', score: 0 },
      ],
      behaviors: [
        { text: '/bin/miner -x', isNew: true, pods: ['web-b'], event: toDayRowId('c1', time.slice(0, 10), 'miner') },
        { text: '/bin/app -x', isNew: false, pods: ['web-a', 'web-b', 'web-c'], event: toDayRowId('c1', time.slice(0, 10), 'web-c') },
      ],
      more: 0,
    },
  ]);
  const { moments } = await admin.call(workloads.endpoints.timeline, { params: { id } });
  expect(moments.map(({ kind, pod: name, text }) => [kind, name, text].join(' '))).toStrictEqual([
    'start web-a process-exec /bin/app -x',
    'start web-b process-exec /bin/app -x',
    'start web-c process-exec /bin/app -x',
    'event web-b process-exec /bin/miner -x',
    'event  connect 10.1.0.2:5432/tcp started',
    'event  process-exec /bin/nc -x',
  ]);
});

test('whoever sees one namespace sees its baselines, and no users', async () => {
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 'bank', role: 'viewer', scope: { namespaces: ['bank'] }, days: 1 },
  });
  const teller = withToken(running.server.url, secret);
  expect((await teller.call(baselines.endpoints.list, {})).results.map(({ id }) => id)).toStrictEqual([idOf(BANK)]);
  expect(await refusal(teller.call(baselines.endpoints.get, { params: { id: idOf(V1) } }))).toBe('not-found: There is no such baseline.');
});

test('one that the sensor no longer has is gone, and a sensor of before hears of none', async () => {
  await sensor.store([remove(BANK)]);
  expect((await admin.call(baselines.endpoints.list, { query: { filter: 'namespace=bank' } })).total).toBe(0);
  const old = await joinCluster(await running.server.createJoinToken(), 'c1');
  expect([old.hashes('baseline'), old.hashes('object').length]).toStrictEqual([[], 4]);
  const young = await joinCluster(await running.server.createJoinToken(), 'c1', { capabilities: [KNOWS_BASELINES] });
  expect(young.hashes('baseline')).toHaveLength(3);
});
