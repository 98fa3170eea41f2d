import { readdirSync, readFileSync } from 'node:fs';
import { clusters, violations, workloads } from '@breakwater/api';
import type { SensorFrame } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, TestSensor } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

/** What the sensor of each release sent of one small folder: an older one has to be understood as it was. One file a release, never changed. */
const RECORDED = new URL('./recorded/', import.meta.url);
const RELEASES = readdirSync(RECORDED).map(file => file.replace('.jsonl', ''));

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

test.each(RELEASES)('frames of release %s are taken', async release => {
  const frames = readFileSync(new URL(`${release}.jsonl`, RECORDED), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as SensorFrame);
  const cluster = `file:${release}`;
  const { enrolled } = await enrol(await running.server.createJoinToken(), cluster);
  if (enrolled === undefined) throw new TypeError('not enrolled');
  const sensor = await TestSensor.connect(enrolled);
  for (const frame of frames) {
    if (frame.type === 'hello') {
      await sensor.send({ ...frame, cluster: { ...frame.cluster, id: cluster }, time: new Date().toISOString() });
      await sensor.until(said => said.some(({ type, ...rest }) => type === 'hashes' && 'last' in rest && rest.last));
    } else await sensor.send(frame.type === 'status' ? { ...frame, time: new Date().toISOString() } : frame);
    if (frame.type === 'batch' || frame.type === 'synced') await sensor.acknowledged(frame.sequence);
  }
  const filter = `cluster=${cluster}`;
  const open = await running.admin.call(violations.endpoints.list, { query: { filter, limit: 500 } });
  const policies = open.results.map(({ policy }) => policy);
  expect(policies).toEqual(expect.arrayContaining(['privileged-container', 'host-pid']));
  const [workload] = (await running.admin.call(workloads.endpoints.list, { query: { filter } })).results;
  expect(workload).toMatchObject({ kind: 'Deployment', namespace: 'shop', name: 'web', owner: 'team-shop' });
  const known = await running.admin.call(clusters.endpoints.get, { params: { id: cluster } });
  expect([known.sensorVersion, known.syncedAt !== undefined]).toStrictEqual([release, true]);
  sensor.close();
});
