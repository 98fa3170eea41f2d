import { advisories, type Client } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorkload } from '../../testing/items.ts';
import { scanImages } from '../../testing/scan-image.ts';
import { buildDatabase, TestScanner } from '../../testing/test-scanner.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
});
afterAll(() => running.close());

test('databases that scanners told of, with what waits for the newest', async () => {
  const { server } = running;
  const sensor = await joinCluster(await server.createJoinToken(), 'c1');
  await sensor.store([buildWorkload({ name: 'cart' })]);
  const scanner = await TestScanner.join(await server.createJoinToken(), 'scanner');
  const hour = (hours: number): string => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * 3_600_000).toISOString();
  const [old, fresh] = [hour(72.5), hour(2.5)];
  await scanImages(scanner, { 'registry.example/cart:1': {} }, old);
  scanner.database = buildDatabase(fresh);
  await scanner.lease(['inspect']);
  const { results } = await admin.call(advisories.endpoints.list, { query: {} });
  const row = (built: string, rest: object) => ({
    ...{ digest: buildDatabase(built).digest, built, records: 2, feeds: buildDatabase(built).feeds, seenAt: expect.any(String) },
    ...rest,
  });
  expect(results).toStrictEqual([
    row(fresh, { ageHours: 2, stale: false, newest: true, scanners: ['scanner'], matched: 0, waiting: 1 }),
    row(old, { ageHours: 72, stale: true, newest: false, scanners: [], matched: 1, waiting: 0 }),
  ]);
  await scanner.close();
});
