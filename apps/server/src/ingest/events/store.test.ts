import type { AdmissionDecision } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toDay } from '../../database/days/store.ts';
import type { Database } from '../../database/open-database.ts';
import { openTestDatabase } from '../../testing/test-database.ts';
import type { Writer } from '../batch/store.ts';
import { type RefusedEvent, storeEvents } from './store.ts';

const WRITER: Writer = { cluster: 'c', connection: '00000000-0000-4000-8000-000000000000' };
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query("INSERT INTO cluster (id, name, type, connection) VALUES ('c', 'c', 'kubernetes', $1)", [WRITER.connection]);
});
afterAll(() => database.close());

const NOW = Date.now();
const at = (ms: number): string => new Date(NOW + ms).toISOString();

function build(id: string, change: Partial<AdmissionDecision> = {}, time = at(0)) {
  const body = {
    id,
    time,
    requestUid: 'r',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: 'pods',
    namespace: 'shop',
    name: '',
    generateName: 'web-',
    user: { name: 'jo', groups: ['dev'] },
    controller: { kind: 'ReplicaSet', name: 'web-5d', uid: 'u' },
    dryRun: false,
    allowed: false,
    policies: [
      { policy: 'privileged-container', action: 'deny', state: 'fail', container: 'a', message: 'm' },
      { policy: 'privileged-container', action: 'deny', state: 'fail', container: 'b', message: 'm' },
    ],
    notEvaluated: [],
    mode: 'evaluated',
    revision: 3,
    count: 1,
    firstSeen: time,
    lastSeen: time,
    durationMs: 1.5,
    object: { kind: 'Pod', spec: {} },
    ...change,
  };
  return { type: 'admission', id, time, body };
}

const send = (events: readonly unknown[]): Promise<readonly RefusedEvent[]> => storeEvents(database.pool, WRITER, events, NOW);

const read = async (columns: string, table = 'admission_decision'): Promise<readonly unknown[]> =>
  (await database.pool.query(`SELECT ${columns} FROM ${table} ORDER BY 1`)).rows;

test('decisions are stored once, in the partition of their day, their objects once for all of them', async () => {
  await send([build('a'), build('b', {}, at(-86_400_000)), build('a')]);
  await send([build('a')]);
  expect(await read('id, day::text, name, controller, policies, count, tableoid::regclass::text AS partition')).toStrictEqual(
    [
      ['a', 0],
      ['b', -86_400_000],
    ].map(([id, offset]) => {
      const day = toDay(NOW + Number(offset));
      const controller = 'ReplicaSet web-5d';
      const partition = `admission_decision_${day.replaceAll('-', '')}`;
      return { id, day, name: 'web-', controller, policies: ['privileged-container'], count: 1, partition };
    }),
  );
  expect(await read('day::text, body', 'admission_object')).toStrictEqual([{ day: toDay(NOW), body: { kind: 'Pod', spec: {} } }]);
});

test('what was counted further stands for what came before, also when it is overtaken', async () => {
  await send([build('f', { count: 2 })]);
  await send([build('f', { count: 9, lastSeen: at(5000) }), build('f', { count: 3 })]);
  await send([build('f', { count: 4 })]);
  const [row] = (await database.pool.query("SELECT count, last_seen, body ? 'object' AS whole FROM admission_decision WHERE id = 'f'"))
    .rows;
  expect(row).toStrictEqual({ count: 9, last_seen: at(5000), whole: false });
});

const CLOCKS = 'is not within the last 30 days; set the clocks of the cluster and the server alike';

test.each<[string, unknown, string, string]>([
  [
    'of a type that this release does not know',
    { type: 'of a later release', id: 'x', time: at(0), body: {} },
    'x',
    "type: no event is called 'of a later release'",
  ],
  ['whose body is wrong', { ...build('x'), body: { id: 'x' } }, 'x', "body: 'time' is missing"],
  ['whose time is long ago', build('x', {}, at(-40 * 86_400_000)), 'x', `time: '${at(-40 * 86_400_000)}' ${CLOCKS}`],
  ['whose time is ahead', build('x', {}, at(3 * 86_400_000)), 'x', `time: '${at(3 * 86_400_000)}' ${CLOCKS}`],
  ['without a time', build('x', {}, 'yesterday'), 'x', `time: 'yesterday' ${CLOCKS}`],
  ['that are none', null, '', "type: no event is called 'undefined'"],
  [
    'that PostgreSQL does not take',
    build('x', { count: 2 ** 40 }),
    'x',
    'the database refuses it: value "1099511627776" is out of range for type integer',
  ],
])('events %s are left out and told, and the others stored', async (_, event, id, message) => {
  expect(await send([event, build('g')])).toStrictEqual([{ id, message }]);
  const { rows } = await database.pool.query("SELECT id FROM admission_decision WHERE id IN ('x', 'g')");
  expect(rows).toStrictEqual([{ id: 'g' }]);
  await database.pool.query("DELETE FROM admission_decision WHERE id = 'g'");
});

test('what PostgreSQL holds in no text is replaced', async () => {
  await send([build('nul', { name: 'a\0b', object: { text: '\ud800' } })]);
  const [row] = (await database.pool.query("SELECT name FROM admission_decision WHERE id = 'nul'")).rows;
  expect(row).toStrictEqual({ name: 'a\uFFFDb' });
});

test('nothing is written by a connection that another one has replaced', async () => {
  const writer = { ...WRITER, connection: '00000000-0000-4000-8000-000000000001' };
  await expect(storeEvents(database.pool, writer, [build('late')], NOW)).rejects.toMatchObject({ code: 'connection-replaced' });
  expect(await read('id', "admission_decision WHERE id = 'late'")).toStrictEqual([]);
});

test('what agents saw is stored once, in the partition of its day, with what it is looked for by', async () => {
  const body = {
    id: 'n/b/r.1',
    time: '2026-12-01T10:00:00.123456789Z',
    type: 'process-exit',
    cluster: 'c',
    node: 'n',
    namespace: 'shop',
    pod: 'web-1',
    workload: 'Deployment/web',
  };
  const event = { type: 'runtime', id: body.id, time: body.time, body };
  const now = Date.parse('2026-12-02T10:00:00Z');
  expect(
    await storeEvents(database.pool, WRITER, [event, event, { ...event, id: 'other', body: { ...body, type: 'shell' } }], now),
  ).toStrictEqual([{ id: 'other', message: expect.stringMatching(/^body\.type: /) }]);
  expect(await read('id, day::text, type, node, namespace, workload, pod, body', 'runtime_event')).toStrictEqual([
    { id: body.id, day: '2026-12-01', type: 'process-exit', node: 'n', namespace: 'shop', workload: 'Deployment/web', pod: 'web-1', body },
  ]);
});
