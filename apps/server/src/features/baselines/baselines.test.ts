import { ApiError, baselines, type Client, tokens } from '@breakwater/api';
import { createBaseline, learnAll } from '@breakwater/behavior';
import type { BehaviorBaseline, Event } from '@breakwater/model';
import { KNOWS_BASELINES } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRowId } from '../../list/row-id.ts';
import { buildBaseline, buildObject, remove } from '../../testing/items.ts';
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

const deployment = (name: string) =>
  buildObject(
    { name },
    {
      apiVersion: 'apps/v1',
      metadata: { name, namespace: 'shop' },
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
  await sensor.store([namespace, deployment('web'), deployment('db'), V1, V2, BANK, USER]);
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
  expect([old.hashes('baseline'), old.hashes('object').length]).toStrictEqual([[], 3]);
  const young = await joinCluster(await running.server.createJoinToken(), 'c1', { capabilities: [KNOWS_BASELINES] });
  expect(young.hashes('baseline')).toHaveLength(3);
});
