import { exceptions } from '@breakwater/api';
import type { ImageFacts } from '@breakwater/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorkload } from '../../testing/items.ts';
import { buildDatabase, buildFinding, buildInspection, buildMatch, TestScanner, toDigest } from '../../testing/test-scanner.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { selectExceptions } from './image-teller.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

const CART = 'registry.example/cart:1';

/** What the server told of an image last, as the parts that differ here. */
function readLast(sensor: TestSensor, reference: string) {
  const told = sensor.frames
    .flatMap(frame => (frame.type === 'image-facts' ? frame.entries : []))
    .findLast(entry => entry.reference === reference);
  return told === undefined ? undefined : summarize(told);
}

function summarize({ content, scan }: ImageFacts) {
  const { problem, counts, fixable, vulnerabilities } = scan;
  return {
    user: content?.user,
    problem,
    counts: Object.entries(counts).filter(([, count]) => Number(count) > 0),
    fixable: Object.entries(fixable).filter(([, count]) => Number(count) > 0),
    ids: vulnerabilities.map(({ id, firstSeen }) => `${id}${firstSeen === undefined ? '' : ' seen'}`),
  };
}

const use = (name: string, digests: string[] = []) =>
  buildWorkload(
    { name },
    { containers: [{ name: 'main', type: 'regular', image: `registry.example/${name}:1`, digests, settings: [], ports: [] }] },
    `h${Math.random()}`,
  );

test('a sensor is told what is known of the images of its cluster, and what changes of it', async () => {
  const { server, admin } = running;
  const sensor = await joinCluster(await server.createJoinToken(), 'c1', { capabilities: ['image-facts'] });
  const digest = toDigest('cart');
  await sensor.send({ type: 'known-images', entries: [['registry.example/old:1', 'v']], last: true });
  await sensor.store([use('cart', [digest]), use('other')]);
  await sensor.until(frames => frames.some(frame => frame.type === 'image-facts' && frame.gone.includes('registry.example/old:1')));

  const scanner = await TestScanner.join(await server.createJoinToken());
  const database = buildDatabase('2026-11-30T12:00:00.000Z');
  scanner.database = database;
  const jobs = await scanner.lease(['inspect'], { waitSeconds: 10 });
  for (const job of jobs) {
    if (job.kind !== 'inspect') continue;
    if (job.reference === CART) {
      const match = buildMatch(database, [buildFinding('CVE-1', { severity: 'critical' }), buildFinding('CVE-2', { fixedIn: [] })]);
      await scanner.deliver(job, buildInspection(digest, { match }));
    } else await scanner.fail(job, { code: 'unauthorized', message: 'the registry wants a login', retryable: false });
  }
  await sensor.until(() => readLast(sensor, CART)?.ids.length === 2);
  expect(readLast(sensor, CART)).toEqual({
    user: '1000',
    problem: undefined,
    counts: [
      ['high', 1],
      ['critical', 1],
    ],
    fixable: [['critical', 1]],
    ids: ['CVE-1 seen', 'CVE-2 seen'],
  });

  // What is accepted for the image does not count any more.
  const { id } = await admin.call(exceptions.endpoints.request, {
    body: { target: 'CVE-1', scope: { images: [CART] }, reason: 'not reachable' },
  });
  await admin.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'yes' } });
  await sensor.until(() => readLast(sensor, CART)?.ids.length === 1);
  expect(readLast(sensor, CART)).toMatchObject({ counts: [['high', 1]], fixable: [], ids: ['CVE-2 seen'] });

  // A tag that moved: what runs counts.
  await sensor.store([use('cart', [toDigest('newer')])]);
  const moved = await scanner.lease(['inspect'], { waitSeconds: 10 });
  for (const job of moved)
    if (job.kind === 'inspect') await scanner.deliver(job, buildInspection(toDigest('newer'), { match: buildMatch(database, []) }));
  await sensor.until(() => readLast(sensor, CART)?.ids.length === 0);
  await scanner.close();
});

test('who does not ask is told nothing', async () => {
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c2');
  await sensor.store([use('cart', [toDigest('cart')])]);
  await sensor.sync();
  expect(sensor.frames.some(frame => frame.type === 'image-facts')).toBe(false);
});

test.each<[string, object, boolean]>([
  ['everywhere', {}, true],
  ['this cluster', { clusters: ['c*'] }, true],
  ['another cluster', { clusters: ['d1'] }, false],
])('an exception for %s', (_, scope, isOurs) => {
  const chosen = selectExceptions([{ target: 'CVE-1', scope, reason: 'r' }], 'c1');
  expect(chosen).toEqual(isOurs ? [{ target: 'CVE-1', scope: {}, reason: 'r' }] : []);
});
