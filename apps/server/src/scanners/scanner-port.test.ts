import { gzipSync } from 'node:zlib';
import { clusters, problems, scanners, scans, tokens, watchedImages } from '@breakwater/api';
import { createCertificateRequest } from '@breakwater/daemon';
import { LEASE_PATH, MAX_RESULT_BYTES, parseJoinToken, RENEW_PATH, SCANNER_ENROL_PATH, type ScanJob } from '@breakwater/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWorkload } from '../testing/items.ts';
import { buildDatabase, buildFinding, buildInspection, buildMatch, TestScanner, toDigest } from '../testing/test-scanner.ts';
import { enrol, joinCluster, post, TestSensor } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../testing/test-server.ts';

let running: TestServer;
let sensor: TestSensor;
beforeAll(async () => {
  running = await startTestServer();
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
});
afterAll(() => running.close());

/** The job of an image that a workload of the cluster runs. */
async function runImage(name: string, scanner: TestScanner): Promise<ScanJob> {
  const image = `registry.example/${name}:1`;
  const container = { name: 'main', type: 'regular' as const, image, digests: [toDigest(name)], settings: [], ports: [] };
  await sensor.store([buildWorkload({ name }, { containers: [container] })]);
  const [job] = await scanner.lease(['inspect'], { waitSeconds: 10, max: 1 });
  if (job?.kind !== 'inspect' || job.reference !== image) throw new TypeError(`another job is to be done: ${JSON.stringify(job)}`);
  return job;
}

const join = async (): Promise<TestScanner> => TestScanner.join(await running.server.createJoinToken());
const listScans = async (filter: string) => (await running.admin.call(scans.endpoints.list, { query: { filter } })).results;

describe('a scanner', () => {
  test('reads what a cluster runs, and matches it again by newer advisories', async () => {
    const scanner = await join();
    const job = await runImage('cart', scanner);
    expect(job).toStrictEqual({
      id: expect.any(String),
      lease: expect.any(String),
      attempt: 1,
      kind: 'inspect',
      reference: 'registry.example/cart:1',
      digest: toDigest('cart'),
      known: [],
      pullSecrets: [],
    });
    const progress = JSON.stringify({ phase: 'layers', done: 10, total: 20 });
    expect(await scanner.act(job, 'progress', progress)).toStrictEqual({ status: 200, body: { cancelled: false } });
    expect(await listScans('reference~cart')).toMatchObject([{ state: 'running', progress: { phase: 'layers', done: 10, total: 20 } }]);
    expect(await scanner.deliver(job, buildInspection(toDigest('cart')))).toStrictEqual({ status: 200, body: {} });
    expect(await listScans('')).toMatchObject([{ kind: 'inspect', state: 'done', scanner: 'scanner' }]);
    scanner.database = buildDatabase('2026-11-30T12:00:00.000Z');
    const [match] = await scanner.lease(['match'], { waitSeconds: 5 });
    if (match?.kind !== 'match') throw new TypeError('it is not matched');
    const found = { kind: 'match', match: buildMatch(scanner.database, [buildFinding('CVE-1')]) } as const;
    expect(await scanner.deliver(match, found)).toStrictEqual({ status: 200, body: {} });
    const listed = await running.admin.call(scanners.endpoints.list, { query: {} });
    expect(listed.results).toMatchObject([{ id: scanner.id, name: 'scanner', leased: 0, database: scanner.database }]);
    await scanner.close();
  });

  test('that has gone before it heard of a job has not got it', async () => {
    const scanner = await join();
    const waiting = scanner.lease(['inspect'], { waitSeconds: 20 });
    waiting.catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 300));
    await scanner.close();
    const other = await join();
    const job = await runImage('gone', other);
    expect(job).toMatchObject({ attempt: 1, reference: 'registry.example/gone:1' });
    await other.fail(job, { code: 'image-not-found', message: 'it is not there', retryable: false });
    await other.close();
  });

  test('tells why an image cannot be read, and everybody who runs it sees that', async () => {
    const scanner = await join();
    const job = await runImage('secret', scanner);
    const message = 'registry.example does not let registry.example/secret:1 be read: its login refuses the credentials';
    expect(await scanner.fail(job, { code: 'registry-unauthorized', message, retryable: false })).toMatchObject({ status: 200 });
    const [scan] = await listScans('reference~secret');
    expect(scan).toMatchObject({ state: 'failed', error: { code: 'registry-unauthorized', message }, attempts: 1 });
    expect(Date.parse(scan?.nextAt ?? '') - Date.now()).toBeGreaterThan(86_000_000);
    const listed = await running.admin.call(problems.endpoints.list, { query: { filter: 'code=registry-unauthorized' } });
    expect(listed.results).toMatchObject([{ cluster: 'c1', code: 'registry-unauthorized', message, source: 'registry.example/secret:1' }]);
    await scanner.close();
  });

  test('renews its certificate, and stays a scanner', async () => {
    const token = parseJoinToken(await running.server.createJoinToken());
    const { key, request } = await createCertificateRequest();
    const url = token?.url ?? '';
    const enrolled = await post(`${url}${SCANNER_ENROL_PATH}`, { joinToken: token?.secret, request, scanner: { name: 's' } });
    const { certificate, id } = enrolled.body as { certificate: string; id: string };
    const next = await createCertificateRequest();
    const renewed = await post(`${url}${RENEW_PATH}`, { request: next.request }, { key, certificate });
    const scanner = new TestScanner(url, id, { key: next.key, certificate: (renewed.body as { certificate: string }).certificate });
    expect(await scanner.lease([])).toStrictEqual([]);
    await scanner.close();
  });
});

describe('what is refused', () => {
  const ask = { scanner: { name: 's', version: '1', capabilities: [], clusters: [] }, kinds: [], max: 1, waitSeconds: 0 };

  test('nobody without a certificate, and no sensor, leases; no scanner is a sensor', async () => {
    const { enrolled } = await enrol(await running.server.createJoinToken(), 'c9');
    if (enrolled === undefined) throw new TypeError('not enrolled');
    const url = `${enrolled.url}${LEASE_PATH}`;
    expect((await post(url, ask)).body).toMatchObject({ error: { code: 'certificate-missing' } });
    expect(await post(url, ask, enrolled)).toStrictEqual({
      status: 403,
      body: { error: { code: 'not-a-scanner', message: 'this certificate is for a sensor; a scanner joins with a token of its own' } },
    });
    const token = parseJoinToken(await running.server.createJoinToken());
    const { key, request } = await createCertificateRequest();
    const body = { joinToken: token?.secret, request, scanner: { name: 's' } };
    const { certificate } = (await post(`${enrolled.url}${SCANNER_ENROL_PATH}`, body)).body as { certificate: string };
    await expect(TestSensor.connect({ ...enrolled, key, certificate })).rejects.toThrow();
    expect((await post(`${enrolled.url}${SCANNER_ENROL_PATH}`, body)).body).toStrictEqual({
      error: { code: 'join-token-used', message: 'the join token was used already; make a new one' },
    });
  });

  test('a cluster that calls itself a scanner gets the certificate of a sensor', async () => {
    const { enrolled } = await enrol(await running.server.createJoinToken(), 'scanner');
    if (enrolled === undefined) throw new TypeError('not enrolled');
    expect((await post(`${enrolled.url}${LEASE_PATH}`, ask, enrolled)).status).toBe(403);
  });

  test.each<[what: string, result: (job: ScanJob) => Uint8Array, status: number, code: string]>([
    ['no gzip', () => Buffer.from('hello'), 422, 'result-invalid'],
    ['a bomb', () => gzipSync(Buffer.alloc(MAX_RESULT_BYTES + 1)), 413, 'result-too-large'],
    ['another image', () => gzipSync(JSON.stringify(buildInspection(toDigest('another')))), 422, 'result-invalid'],
    ['the answer to another question', () => gzipSync(JSON.stringify({ kind: 'list-tags', tags: [] })), 422, 'result-invalid'],
  ])('a result that is %s, and the job waits before it is tried again', async (what, result, status, code) => {
    const scanner = await join();
    const name = what.replaceAll(' ', '-');
    const job = await runImage(name, scanner);
    expect(await scanner.act(job, 'result', result(job))).toMatchObject({ status, body: { error: { code } } });
    expect(await listScans(`reference~${name}`)).toMatchObject([{ state: 'retrying', attempts: 1, error: { code } }]);
    expect(await scanner.act(job, 'result', result(job))).toMatchObject({ status: 409, body: { error: { code: 'lease-lost' } } });
    await scanner.close();
  });

  test('what is another scanner’s', async () => {
    const [scanner, other] = [await join(), await join()];
    const job = await runImage('mine', scanner);
    for (const action of ['result', 'failure', 'release'] as const) {
      const body = action === 'failure' ? JSON.stringify({ code: 'x', message: '', retryable: true }) : '{}';
      expect(await other.act(job, action, body)).toMatchObject({ status: 409, body: { error: { code: 'lease-lost' } } });
    }
    expect(await other.act(job, 'progress', '{"phase":"send","done":0,"total":0}')).toMatchObject({ body: { cancelled: true } });
    expect(await scanner.act(job, 'release', '{}')).toMatchObject({ status: 200 });
    const [again] = await other.lease(['inspect'], { max: 1 });
    expect(again).toMatchObject({ id: job.id, attempt: 1 });
    if (again !== undefined) await other.fail(again, { code: 'image-not-found', retryable: false });
    await Promise.all([scanner.close(), other.close()]);
  });

  test('a database of the future, and requests that are none', async () => {
    const scanner = await join();
    scanner.database = buildDatabase('2999-01-01T00:00:00Z');
    await expect(scanner.lease()).rejects.toThrow('body.database.built is no time, or lies ahead');
    expect((await scanner.send('POST', '/scanner/v1/jobs/1/result?lease=2', '{}')).status).toBe(404);
    expect((await scanner.send('POST', LEASE_PATH, '{"max":1e9}')).status).toBe(400);
    await scanner.close();
  });
});

describe('people', () => {
  test('remove a scanner, which is refused from then on', async () => {
    const scanner = await join();
    const job = await runImage('removed', scanner);
    await running.admin.call(scanners.endpoints.delete, { params: { id: scanner.id } });
    await expect(scanner.lease()).rejects.toThrow('scanner-removed');
    expect(await scanner.deliver(job, buildInspection(toDigest('removed')))).toMatchObject({ status: 409 });
    const other = await join();
    expect(await other.lease(['inspect'], { max: 1 })).toMatchObject([{ reference: 'registry.example/removed:1' }]);
    await expect(running.admin.call(scanners.endpoints.delete, { params: { id: scanner.id } })).rejects.toMatchObject({
      code: 'not-found',
    });
    await Promise.all([scanner.close(), other.close()]);
  });

  test('ask for a scan, which comes before everything else', async () => {
    const { admin } = running;
    const reference = 'registry.example/asked:2';
    const asked = await admin.call(scans.endpoints.create, { body: { reference, platform: 'linux/arm64' } });
    expect(asked).toMatchObject({
      kind: 'inspect',
      state: 'waiting',
      reference,
      platform: 'linux/arm64',
      requestedBy: 'admin',
      priority: 50,
    });
    await expect(admin.call(scans.endpoints.create, { body: { reference: 'no image!' } })).rejects.toMatchObject({
      code: 'bad-request',
      message: 'body.reference: it names no image.',
    });
    const scanner = await join();
    expect(await scanner.lease(['inspect'], { max: 1 })).toMatchObject([{ reference, platform: 'linux/arm64' }]);
    await scanner.close();
  });

  test('watch images and repositories', async () => {
    const { admin } = running;
    const pattern = 'watched.example/shop/cart:v*';
    const watched = await admin.call(watchedImages.endpoints.create, { body: { pattern, hours: 12 } });
    expect(watched).toMatchObject({ pattern, hours: 12, createdBy: 'admin' });
    await expect(admin.call(watchedImages.endpoints.create, { body: { pattern, hours: 1 } })).rejects.toMatchObject({ code: 'conflict' });
    await expect(admin.call(watchedImages.endpoints.create, { body: { pattern: 'a*/b:1', hours: 1 } })).rejects.toMatchObject({
      code: 'bad-request',
    });
    const scanner = await join();
    const [list] = await scanner.lease(['list-tags'], { waitSeconds: 10 });
    expect(list).toMatchObject({ kind: 'list-tags', reference: 'watched.example/shop/cart' });
    if (list === undefined) return;
    expect(await scanner.deliver(list, { kind: 'list-tags', tags: ['v1', 'v2', 'latest'] })).toMatchObject({ status: 200 });
    const queued = await listScans('registry=watched.example,kind=inspect');
    expect(queued.map(({ reference, priority }) => `${reference} ${priority}`).toSorted()).toStrictEqual([
      'watched.example/shop/cart:v1 30',
      'watched.example/shop/cart:v2 30',
    ]);
    const { id } = watched;
    expect(await admin.call(watchedImages.endpoints.update, { params: { id }, body: { hours: 24 } })).toMatchObject({ pattern, hours: 24 });
    await admin.call(watchedImages.endpoints.delete, { params: { id } });
    expect((await admin.call(watchedImages.endpoints.list, { query: {} })).total).toBe(0);
    await scanner.close();
  });

  test('who view see the scans of what they see, and change nothing', async () => {
    const { admin, server } = running;
    const seeing = async (scope: object) => {
      const { secret } = await admin.call(tokens.endpoints.create, { body: { name: `t${Math.random()}`, role: 'viewer', scope, days: 1 } });
      return withToken(server.url, secret);
    };
    const [all, shop, bank] = [await seeing({}), await seeing({ namespaces: ['shop'] }), await seeing({ namespaces: ['bank'] })];
    const read = async (client: typeof all) =>
      (await client.call(scans.endpoints.list, { query: { filter: 'reference~cart|asked', sort: 'reference' } })).results;
    expect([(await read(all)).length > 1, (await read(shop)).map(({ reference }) => reference), (await read(bank)).length]).toStrictEqual([
      true,
      ['registry.example/cart:1'],
      0,
    ]);
    const forbidden = { code: 'forbidden' };
    await expect(all.call(scanners.endpoints.list, { query: {} })).rejects.toMatchObject(forbidden);
    await expect(all.call(watchedImages.endpoints.list, { query: {} })).rejects.toMatchObject(forbidden);
    await expect(all.call(scans.endpoints.create, { body: { reference: 'a/b:1' } })).rejects.toMatchObject(forbidden);
    await expect(all.call(clusters.endpoints.createJoinToken, { body: { name: 'x' } })).rejects.toMatchObject(forbidden);
  });
});
