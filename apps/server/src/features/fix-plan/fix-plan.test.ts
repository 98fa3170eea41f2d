import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { audit, type Client, exceptions, fixPlan, notifiers, scans, tokens } from '@breakwater/api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sign } from '../../notifiers/webhook.ts';
import { buildWorkload } from '../../testing/items.ts';
import { scanImages } from '../../testing/scan-image.ts';
import { buildFinding, TestScanner, toDigest } from '../../testing/test-scanner.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

const CART = 'registry.example/cart:1';
const BASE = 'registry.example/base:12';
const SECRET = 'a secret of sixteen';

let running: TestServer;
let admin: Client;
let shop: Client;
let scanner: TestScanner;
let sensor: Awaited<ReturnType<typeof joinCluster>>;
let builder: Server;
const received: { readonly body: string; readonly signature: unknown; readonly timestamp: unknown }[] = [];

const use = (image: string, digest = toDigest(image)) => ({
  containers: [{ name: 'main', type: 'regular' as const, image, digests: [digest], settings: [], ports: [] }],
});
const wget = { name: 'wget', version: '1', type: 'deb', purl: 'pkg:deb/debian/wget@1', locations: [], layer: 'sha256:one' };
const old = { base: { name: BASE, digest: toDigest('base before'), method: 'layers' } };

beforeAll(async () => {
  running = await startTestServer({ allowLoopbackWebhooks: true });
  const { server } = running;
  admin = running.admin;
  builder = createServer((request, response) => {
    let body = '';
    request.on('data', part => (body += part));
    request.on('end', () => {
      const { 'x-breakwater-signature': signature, 'x-breakwater-timestamp': timestamp } = request.headers;
      received.push({ body, signature, timestamp });
      response.writeHead(request.url === '/broken' ? 500 : 204).end();
    });
  });
  await new Promise<void>(resolve => builder.listen(0, '127.0.0.1', resolve));
  sensor = await joinCluster(await server.createJoinToken(), 'c1');
  await sensor.store([
    buildWorkload({ name: 'cart' }, use(CART)),
    buildWorkload({ name: 'base', namespace: 'builds' }, { ...use(BASE, toDigest('base before')), owner: 'platform' }),
  ]);
  scanner = await TestScanner.join(await server.createJoinToken());
  const critical = buildFinding('CVE-1', { severity: 'critical' });
  await scanImages(scanner, {
    [CART]: {
      findings: [critical, buildFinding('CVE-2', { fixedIn: ['3.0-1'] }), buildFinding('CVE-3', { package: wget, fixedIn: [] })],
      output: { ...old, needless: [{ kind: 'network-tool', path: 'usr/bin/wget', layer: 1, bytes: 5, saves: 9, package: 'wget' }] },
    },
    [BASE]: { findings: [critical], output: { base: undefined as never } },
  });
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 's', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  shop = withToken(server.url, secret);
  await vi.waitFor(async () => expect((await list(admin)).length).toBe(2), { timeout: 60_000, interval: 50 });
});
afterAll(async () => {
  builder.close();
  await scanner.close();
  await running.close();
});

const list = async (client: Client, filter = '') =>
  (await client.call(fixPlan.endpoints.list, { query: { filter, sort: 'order' } })).results;
const params = { id: Buffer.from(CART).toString('base64url') };

test('images that a rebuild would mend, the base first', async () => {
  const [base, cart] = await list(admin);
  expect([base?.reference, base?.order, base?.owners, base?.closes]).toStrictEqual([BASE, 1, ['platform'], 1]);
  expect(cart).toStrictEqual({
    id: params.id,
    reference: CART,
    digest: toDigest(CART),
    ...{ state: 'open', severity: 'critical', raise: 1, closes: 2, order: 2, owners: ['team-a'], clusters: ['c1'], namespaces: ['shop'] },
    dueAt: expect.any(String),
    overdue: false,
  });
  const days = (Date.parse(cart?.dueAt ?? '') - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(7);
  expect((await list(shop)).map(({ reference }) => reference)).toStrictEqual([CART]);
  for (const [filter, count] of [
    ['owner=platform', 1],
    ['cluster=c1', 2],
    ['namespace!=shop', 1],
    ['overdue=true', 0],
    ['severity=critical', 2],
  ] as const)
    expect([filter, (await list(admin, filter)).length]).toStrictEqual([filter, count]);
});

test('the plan of one image', async () => {
  await admin.call(scans.endpoints.create, { body: { reference: BASE } });
  await scanImages(scanner, { [BASE]: { findings: [], output: { base: undefined as never } } });
  const plan = await admin.call(fixPlan.endpoints.get, { params });
  expect(plan.packages).toStrictEqual([
    {
      ...{ name: 'openssl', type: 'deb', from: '1.0-1', to: '3.0-1', severity: 'critical', closes: ['CVE-1', 'CVE-2'], layer: 1 },
      ...{ instruction: 'COPY . /', dueAt: expect.any(String), overdue: false },
    },
  ]);
  expect(plan.removable).toStrictEqual([{ name: 'wget', version: '1', saves: 9, closes: ['CVE-3'] }]);
  expect(plan.baseUpdate).toStrictEqual({
    name: BASE,
    from: toDigest('base before'),
    to: toDigest(BASE),
    reference: `${BASE}@${toDigest(BASE)}`,
    before: { critical: 1, high: 0, medium: 0, low: 0 },
    after: { critical: 0, high: 0, medium: 0, low: 0 },
  });
  expect([plan.after, plan.before]).toStrictEqual([[{ id: Buffer.from(BASE).toString('base64url'), reference: BASE }], []]);
  expect(plan.workloads).toMatchObject([{ cluster: 'c1', namespace: 'shop', name: 'cart', owner: 'team-a' }]);
  expect((await list(admin, 'order=2'))[0]?.base).toBe(toDigest(BASE));
});

test('days are set by administrators', async () => {
  expect(await shop.call(fixPlan.endpoints.settings, {})).toStrictEqual({ critical: 7, high: 30, medium: 90, low: 180 });
  const body = { critical: 1, high: 2, medium: 3, low: 4 };
  await expect(shop.call(fixPlan.endpoints.change, { body })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await admin.call(fixPlan.endpoints.change, { body })).toStrictEqual(body);
  const [row] = await list(shop);
  expect(Math.round((Date.parse(row?.dueAt ?? '') - Date.now()) / 86_400_000)).toBe(1);
});

async function addBuilder(name: string, path: string): Promise<string> {
  const { port } = builder.address() as AddressInfo;
  const { id } = await admin.call(notifiers.endpoints.create, {
    body: {
      ...{ name, type: 'webhook', enabled: false, severity: 'critical', owners: [], clusters: [] },
      config: { url: `http://127.0.0.1:${port}${path}`, secret: SECRET },
    },
  });
  return id;
}

test('a rebuild is asked for by a signed message; what became of it is kept and audited', async () => {
  const [good, broken] = [await addBuilder('builder', '/'), await addBuilder('broken', '/broken')];
  expect(await admin.call(fixPlan.endpoints.rebuild, { params, body: { notifier: good } })).toStrictEqual({
    delivered: true,
    message: 'builder took the message.',
  });
  const [{ body = '', signature, timestamp } = {}] = received;
  expect(signature).toBe(sign(SECRET, String(timestamp), body));
  expect(JSON.parse(body)).toMatchObject({
    event: 'rebuild-requested',
    image: { reference: CART, digest: toDigest(CART) },
    packages: [{ name: 'openssl', type: 'deb', from: '1.0-1', to: '3.0-1', closes: ['CVE-1', 'CVE-2'] }],
    remove: [{ name: 'wget', version: '1' }],
    base: { name: BASE, reference: `${BASE}@${toDigest(BASE)}` },
  });
  expect((await admin.call(fixPlan.endpoints.rebuild, { params, body: { notifier: broken } })).delivered).toBe(false);
  const { rebuilds } = await admin.call(fixPlan.endpoints.get, { params });
  expect(rebuilds.map(({ by, notifier, delivered }) => [by, notifier, delivered])).toStrictEqual([
    ['admin', 'broken', false],
    ['admin', 'builder', true],
  ]);
  const { results } = await admin.call(audit.endpoints.list, { query: { filter: 'action=fixPlan.rebuild' } });
  expect(results.length).toBe(2);
  await expect(shop.call(fixPlan.endpoints.rebuild, { params, body: { notifier: good } })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(admin.call(fixPlan.endpoints.rebuild, { params, body: { notifier: 'none' } })).rejects.toMatchObject({ code: 'not-found' });
});

test('what is accepted needs no rebuild', async () => {
  const { id } = await admin.call(exceptions.endpoints.request, { body: { target: 'CVE-1', scope: {}, reason: 'r' } });
  await admin.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'c' } });
  await vi.waitFor(async () => expect((await list(shop))[0]?.closes).toBe(1), { timeout: 60_000, interval: 50 });
  expect((await shop.call(fixPlan.endpoints.get, { params })).packages.map(({ closes }) => closes)).toStrictEqual([['CVE-2']]);
  await admin.call(exceptions.endpoints.end, { params: { id }, body: { comment: 'c' } });
  await vi.waitFor(async () => expect((await list(shop))[0]?.closes).toBe(2), { timeout: 60_000, interval: 50 });
});

test('a plan is closed when another image runs that has nothing of it', async () => {
  await sensor.store([buildWorkload({ name: 'cart' }, use(CART, toDigest('cart rebuilt')), 'h2')]);
  await scanImages(scanner, { [CART]: { findings: [] } });
  const closed = await vi.waitFor(async () => (await list(shop, 'state=closed'))[0] ?? expect.fail('it is not closed'), {
    timeout: 60_000,
    interval: 50,
  });
  expect(await list(shop)).toStrictEqual([]);
  expect(closed).toMatchObject({ reference: CART, digest: toDigest('cart rebuilt'), state: 'closed', closes: 2, raise: 0, overdue: false });
  expect(closed.closedAt).toBeTypeOf('string');
  const { history, packages } = await shop.call(fixPlan.endpoints.get, { params });
  expect(packages).toStrictEqual([]);
  expect(history).toStrictEqual([{ digest: toDigest(CART), until: expect.any(String), closed: ['CVE-1', 'CVE-2'] }]);
});

test('a plan stays open as long as nobody has looked whether what runs now has anything of it', async () => {
  await sensor.store([buildWorkload({ name: 'cart' }, use(CART, toDigest('cart again')), 'h3')]);
  await scanImages(scanner, { [CART]: { unmatched: true } });
  const now = await vi.waitFor(
    async () =>
      (await list(shop, 'state=open|closed')).find(({ digest }) => digest === toDigest('cart again')) ?? expect.fail('it is not read'),
    { timeout: 60_000, interval: 50 },
  );
  expect(now).toMatchObject({ reference: CART, state: 'open', closes: 2, overdue: false });
  expect(now).not.toHaveProperty('closedAt');
});
