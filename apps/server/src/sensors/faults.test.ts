import { tokens, violations, workloads } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildViolation, buildWorkload } from '../testing/items.ts';
import { killDatabase } from '../testing/kill-database.ts';
import { type Enrolled, enrol, TestSensor } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../testing/test-server.ts';

const KILLS = 4;
const BATCHES_BETWEEN = 15;

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

/** Connects again and again, as a sensor does while the server cannot store. */
async function connect(enrolled: Enrolled): Promise<TestSensor> {
  for (;;) {
    try {
      const sensor = await TestSensor.connect(enrolled);
      await sensor.greet('c1');
      return sensor;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

test('a database killed while sensors send loses nothing that was acknowledged, and doubles nothing', async () => {
  const { enrolled } = await enrol(await running.server.createJoinToken(), 'c1');
  if (enrolled === undefined) throw new Error('not enrolled');
  let sensor = await connect(enrolled);
  const acknowledged = new Set<string>();
  const send = async (name: string): Promise<void> => {
    for (;;) {
      try {
        await sensor.store([buildWorkload({ name }), buildViolation({ name })]);
        acknowledged.add(name);
        return;
      } catch {
        // Not acknowledged, so it may be stored or not: it is sent again.
        sensor = await connect(enrolled);
      }
    }
  };
  let number = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    for (let batch = 0; batch < BATCHES_BETWEEN; batch++) await send(`app-${number++}`);
    const sending = send(`app-${number++}`);
    killDatabase(running.server.databasePid);
    await sending;
  }
  // The last message may have been stored just before the kill.
  await expect.poll(async () => (await fetch(`${running.server.url}/readyz`)).status).toBe(200);
  const client = running.admin;
  const names = async (list: typeof workloads.endpoints.list) =>
    (await client.call(list, { query: { limit: 500 } })).results.map(({ name }) => name).sort();
  const expected = [...acknowledged].sort();
  expect(expected).toHaveLength(KILLS * (BATCHES_BETWEEN + 1));
  expect(await names(workloads.endpoints.list)).toStrictEqual(expected);
  expect(await names(violations.endpoints.list as never)).toStrictEqual(expected);
  // Whatever happened, each opened once.
  const { results } = await client.call(violations.endpoints.list, { query: { limit: 500 } });
  for (const { id } of results.slice(0, 10)) {
    const { history } = await client.call(violations.endpoints.get, { params: { id } });
    expect(history.map(({ event }) => event)).toStrictEqual(['opened']);
  }
});

test('a server that was stopped and started has everything, knows everybody, and takes its sensors back', async () => {
  const { secret } = await running.admin.call(tokens.endpoints.create, { body: { name: 'x', role: 'viewer', scope: {}, days: 1 } });
  const before = await running.admin.call(workloads.endpoints.list, { query: { filter: 'cluster=c1' } });
  const { enrolled } = await enrol(await running.server.createJoinToken(), 'c2');
  if (enrolled === undefined) throw new Error('not enrolled');
  await running.restart();
  expect(running.server.firstPassword).toBeUndefined();
  const sensor = await TestSensor.connect({ ...enrolled, url: running.server.sensorUrl });
  await sensor.greet('c2');
  await sensor.store([buildWorkload({ name: 'after' })]);
  const client = withToken(running.server.url, secret);
  expect(await client.call(workloads.endpoints.list, { query: { filter: 'cluster=c1' } })).toStrictEqual(before);
  expect((await client.call(workloads.endpoints.list, { query: { filter: 'cluster=c2' } })).results.map(({ name }) => name)).toStrictEqual([
    'after',
  ]);
});
