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

test('what a request waits for is read although nothing runs it, and told once there is an answer', async () => {
  const { server } = running;
  const sensor = await joinCluster(await server.createJoinToken(), 'c3', { capabilities: ['image-facts'] });
  await sensor.send({ type: 'known-images', entries: [], last: true });
  await sensor.sync();
  const [good, bad] = ['registry.example/fresh:1', 'registry.example/hidden:1'];
  await sensor.send({ type: 'wanted-images', images: [good, bad, 'no image at all', good] });
  const scanner = await TestScanner.join(await server.createJoinToken());
  const database = buildDatabase('2026-11-30T12:00:00.000Z');
  scanner.database = database;
  const read: string[] = [];
  while (read.length < 2) {
    for (const job of await scanner.lease(['inspect'], { waitSeconds: 10 })) {
      if (job.kind !== 'inspect') continue;
      read.push(job.reference);
      expect(
        sensor.frames.some(frame => frame.type === 'image-facts' && frame.entries.some(entry => entry.reference === job.reference)),
      ).toBe(false);
      if (job.reference === bad) await scanner.fail(job, { code: 'unauthorized', message: 'the registry wants a login', retryable: false });
      else
        await scanner.deliver(
          job,
          buildInspection(toDigest('fresh'), { match: buildMatch(database, [buildFinding('CVE-7', { severity: 'critical' })]) }),
        );
    }
  }
  expect(read.toSorted()).toEqual([good, bad]);
  await sensor.until(() => readLast(sensor, good) !== undefined && readLast(sensor, bad) !== undefined);
  expect(readLast(sensor, good)).toMatchObject({ problem: undefined, ids: ['CVE-7 seen'] });
  expect(readLast(sensor, bad)).toMatchObject({ problem: expect.stringContaining('the registry wants a login') });
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

test.each([
  [['image-facts'], undefined],
  [['image-facts', 'image-programs'], ['usr/bin/openssl']],
])('what images can execute is told to sensors of %j', async (capabilities, paths) => {
  const { server } = running;
  const sensor = await joinCluster(await server.createJoinToken(), `p${capabilities.length}`, { capabilities });
  await sensor.send({ type: 'known-images', entries: [], last: true });
  await sensor.store([use('cart', [toDigest('cart')])]);
  const read = () =>
    sensor.frames.flatMap(frame => (frame.type === 'image-facts' ? frame.entries : [])).find(one => one.reference === CART);
  await sensor.until(() => read() !== undefined);
  expect(read()?.programs?.paths).toStrictEqual(paths);
});
