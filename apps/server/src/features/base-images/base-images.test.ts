import { audit, baseImages, type Client, policies, scans, tokens } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildWorkload } from '../../testing/items.ts';
import { scanImages } from '../../testing/scan-image.ts';
import { buildFinding, TestScanner, toDigest } from '../../testing/test-scanner.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let shop: Client;
const BASE = 'registry.example/base/debian:12';

beforeAll(async () => {
  running = await startTestServer();
  const { server } = running;
  admin = running.admin;
  const sensor = await joinCluster(await server.createJoinToken(), 'c1');
  const use = (image: string) => ({
    containers: [{ name: 'main', type: 'regular' as const, image, digests: [toDigest(image)], settings: [], ports: [] }],
  });
  await sensor.store([
    buildWorkload({ name: 'cart' }, use('registry.example/cart:1')),
    buildWorkload({ name: 'bank', namespace: 'bank' }, use('registry.example/bank:1')),
  ]);
  const scanner = await TestScanner.join(await server.createJoinToken());
  await scanImages(scanner, {
    'registry.example/cart:1': { output: { base: { name: BASE, digest: toDigest('old'), method: 'annotation' } } },
    'registry.example/bank:1': { output: { base: { name: 'alpine:3', method: 'history' } } },
  });
  await admin.call(scans.endpoints.create, { body: { reference: BASE } });
  await scanImages(scanner, {
    [BASE]: { findings: [buildFinding('CVE-9', { severity: 'critical' })], output: { base: undefined as never } },
  });
  await scanner.close();
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 's', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  shop = withToken(server.url, secret);
  await vi.waitFor(async () => expect((await seen(admin)).length).toBe(2), { timeout: 60_000, interval: 50 });
});
afterAll(() => running.close());

const seen = async (client: Client, filter = '') => (await client.call(baseImages.endpoints.seen, { query: { filter } })).results;

test('base images in use, as they were scanned themselves', async () => {
  const rows = await seen(admin, 'name~debian');
  expect(rows).toStrictEqual([
    {
      name: BASE,
      digest: toDigest('old'),
      methods: ['annotation'],
      images: 1,
      workloads: 1,
      newer: true,
      state: 'not-approved',
      image: Buffer.from(BASE).toString('base64url'),
      newestDigest: toDigest(BASE),
      risk: 12.5,
      vulnerabilities: { critical: 1, high: 0, medium: 0, low: 0, fixable: 1, exploited: 0, accepted: 0 },
    },
  ]);
  expect((await seen(shop)).map(({ name, image }) => [name, image])).toStrictEqual([[BASE, undefined]]);
  expect((await seen(admin, 'newer=false')).map(({ name, digest }) => [name, digest])).toStrictEqual([['alpine:3', '']]);
});

const body = { pattern: 'registry.example/base/*', reason: 'hardened by the platform team', rescanDays: 7 };

test('an approval is given, changed and taken back, and sensors get it', async () => {
  const made = await admin.call(baseImages.endpoints.create, { body: { ...body, expiry: '2099-01-01' } });
  expect(made).toStrictEqual({
    id: expect.any(String),
    ...body,
    approvedBy: 'admin',
    approvedAt: expect.any(String),
    expiry: '2099-01-01T23:59:59.999Z',
    state: 'active',
    images: 1,
  });
  expect((await seen(admin, 'state=approved')).map(({ name, approval }) => [name, approval?.by])).toStrictEqual([[BASE, 'admin']]);
  const policy = await admin.call(policies.endpoints.get, { params: { id: 'base-image-not-allowed' } });
  expect([policy.enabled, policy.ownSettings]).toStrictEqual([true, []]);
  await expect(admin.call(baseImages.endpoints.create, { body })).rejects.toMatchObject({ code: 'conflict' });
  const changed = await admin.call(baseImages.endpoints.update, { params: { id: made.id }, body: { reason: 'still', expiry: null } });
  expect([changed.reason, changed.expiry, changed.rescanDays]).toStrictEqual(['still', undefined, 7]);
  await admin.call(baseImages.endpoints.delete, { params: { id: made.id } });
  expect((await seen(admin, 'state=approved')).length).toBe(0);
  const { results } = await admin.call(audit.endpoints.list, { query: { filter: 'action~baseImages' } });
  expect(results.map(({ action }) => action).toSorted()).toStrictEqual(
    ['baseImages.create', 'baseImages.create', 'baseImages.delete', 'baseImages.update'].toSorted(),
  );
});

describe('what is no approval', () => {
  test.each([
    [{ pattern: '*' }, 'body.pattern: it is no beginning of a name.'],
    [{ pattern: 'a*b' }, 'body.pattern: it is no beginning of a name.'],
    [{ expiry: '2020-01-01' }, 'body.expiry: it lies in the past.'],
  ])('%j', async (change, message) => {
    await expect(admin.call(baseImages.endpoints.create, { body: { ...body, ...change } })).rejects.toMatchObject({ message });
  });
});
