import { scans } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorkload } from '../testing/items.ts';
import { buildDatabase, buildFinding, buildInspection, buildMatch, TestScanner, toDigest } from '../testing/test-scanner.ts';
import { joinCluster } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

test('an image that a cluster runs is queued, read, stored and matched again', async () => {
  const { server, admin } = running;
  const sensor = await joinCluster(await server.createJoinToken(), 'c1');
  const digest = toDigest('cart');
  await sensor.store([
    buildWorkload(
      { name: 'cart' },
      { containers: [{ name: 'main', type: 'regular', image: 'registry.example/cart:1', digests: [digest], settings: [], ports: [] }] },
    ),
  ]);
  const scanner = await TestScanner.join(await server.createJoinToken());
  const [job] = await scanner.lease(['inspect'], { waitSeconds: 10 });
  expect(job).toStrictEqual({
    id: expect.any(String),
    lease: expect.any(String),
    attempt: 1,
    kind: 'inspect',
    reference: 'registry.example/cart:1',
    digest,
    known: [],
    pullSecrets: [],
  });
  if (job === undefined) return;
  expect(await scanner.deliver(job, buildInspection(digest))).toStrictEqual({ status: 200, body: {} });
  const { results } = await admin.call(scans.endpoints.list, { query: {} });
  expect(results.map(({ kind, state }) => `${kind} ${state}`)).toStrictEqual(['inspect done']);
  const database = buildDatabase('2026-11-30T12:00:00.000Z');
  scanner.database = database;
  const [match] = await scanner.lease(['match'], { waitSeconds: 5 });
  expect(match).toMatchObject({ kind: 'match', digest });
  if (match === undefined) return;
  expect(await scanner.deliver(match, { kind: 'match', match: buildMatch(database, [buildFinding('CVE-1')]) })).toStrictEqual({
    status: 200,
    body: {},
  });
  await scanner.close();
});
