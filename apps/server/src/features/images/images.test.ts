import { type Client, exceptions, images, tokens, watchedImages } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildWorkload } from '../../testing/items.ts';
import { scanImages } from '../../testing/scan-image.ts';
import { buildFinding, TestScanner, toDigest } from '../../testing/test-scanner.ts';
import { joinCluster, type TestSensor } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let shop: Client;
let scanner: TestScanner;
let sensor: TestSensor;

const CART = 'registry.example/cart:1';
const OTHER = 'registry.example/other:1';
const WATCHED = 'registry.example/watched:2';

const container = (image: string, digest = toDigest(image)) => ({
  ...{ name: 'main', type: 'regular' as const, image, digests: [digest], settings: [], ports: [] },
});

beforeAll(async () => {
  running = await startTestServer();
  const { server } = running;
  admin = running.admin;
  await admin.call(watchedImages.endpoints.create, { body: { pattern: WATCHED, hours: 24 } });
  sensor = await joinCluster(await server.createJoinToken(), 'c1');
  await sensor.store([
    buildWorkload({ name: 'cart' }, { containers: [container(CART)] }),
    buildWorkload({ name: 'other', namespace: 'bank' }, { containers: [container(OTHER)] }),
    buildWorkload({ name: 'broken', namespace: 'bank' }, { containers: [container('registry.example/broken:1')] }),
  ]);
  scanner = await TestScanner.join(await server.createJoinToken());
  const odd = { name: 'a\u0000b', version: '1', type: 'npm', locations: [], layer: 2, licenses: ['MIT'], base: false };
  await scanImages(scanner, {
    [CART]: {
      findings: [buildFinding('CVE-1'), buildFinding('CVE-2', { severity: 'medium', fixedIn: [], risk: { score: 3, reasons: [] } })],
      signature: 'verified',
      output: {
        results: [
          {
            name: 'openssl',
            version: '1.0-1',
            type: 'deb',
            locations: ['var/lib/dpkg/status'],
            layer: 1,
            licenses: [],
            purl: 'pkg:deb/debian/openssl@1.0-1',
          },
          odd,
        ],
        secrets: [{ kind: 'private-key', severity: 'high', place: 'app/key.pem', line: 1, layer: 1, deleted: true, hash: 'abc' }],
      },
    },
    [OTHER]: {},
    'registry.example/broken:1': { failure: 'unauthorized' },
    [WATCHED]: { findings: [buildFinding('CVE-3', { severity: 'critical', risk: { score: 80, reasons: [] } })] },
  });
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 'shop', role: 'viewer', scope: { namespaces: ['shop'] }, days: 1 },
  });
  shop = withToken(server.url, secret);
  await vi.waitFor(async () => expect((await list(admin, 'risk>=0')).length).toBe(3), { timeout: 60_000, interval: 50 });
});
afterAll(async () => {
  await scanner.close();
  await running.close();
});

async function list(client: Client, filter = '', sort = 'reference') {
  return (await client.call(images.endpoints.list, { query: { filter, sort } })).results;
}

const toId = (reference: string): string => Buffer.from(reference).toString('base64url');

test('a row says what was found, and what could not be looked at', async () => {
  const rows = await list(admin);
  expect(rows.map(({ reference, workloads, watched, scan, risk }) => [reference, workloads, watched, scan.state, risk])).toStrictEqual([
    ['registry.example/broken:1', 1, false, 'failed', undefined],
    [CART, 1, false, 'scanned', 12.5],
    [OTHER, 1, false, 'scanned', 0],
    [WATCHED, 0, true, 'scanned', 80],
  ]);
  expect(rows[0]).toStrictEqual({
    id: toId('registry.example/broken:1'),
    reference: 'registry.example/broken:1',
    digests: [toDigest('registry.example/broken:1')],
    ...{ workloads: 1, clusters: 1, pinned: false, watched: false, signed: 'unknown' },
    scan: { state: 'failed', code: 'unauthorized', message: 'it did not go' },
  });
  expect(rows[1]).toStrictEqual({
    id: toId(CART),
    reference: CART,
    digests: [toDigest(CART)],
    ...{ workloads: 1, clusters: 1, pinned: false, watched: false, signed: 'verified' },
    digest: toDigest(CART),
    platform: 'linux/amd64',
    bytes: 100,
    created: '2026-05-01T10:00:00.000Z',
    base: { name: 'debian:12', digest: '', method: 'label' },
    ...{ os: 'Debian 12', user: '', surface: 90, secrets: 1, packages: 2, risk: 12.5 },
    vulnerabilities: { critical: 0, high: 1, medium: 1, low: 0, fixable: 1, exploited: 0, accepted: 0 },
    scan: {
      state: 'scanned',
      scannedAt: expect.any(String),
      databaseBuilt: '2026-11-30T12:00:00.000Z',
      complete: true,
      notEvaluated: 0,
    },
  });
});

describe('filters', () => {
  test.each([
    ['scan=failed', ['broken:1']],
    ['watched=true', ['watched:2']],
    ['deployed=false', ['watched:2']],
    ['critical>0', ['watched:2']],
    ['high=1,fixable=1', ['cart:1']],
    ['risk>=1', ['cart:1', 'watched:2']],
    ['signed=verified', ['cart:1']],
    ['base~debian,os~debian', ['cart:1', 'other:1', 'watched:2']],
    ['created<2026-06-01,surface=90', ['cart:1', 'other:1', 'watched:2']],
    ['secrets>0', ['cart:1']],
    [`digest=${toDigest(CART)}`, ['cart:1']],
    ['namespace=shop', ['cart:1']],
    ['namespace!=shop', ['broken:1', 'other:1', 'watched:2']],
    ['cluster=c1,scannedAt>2026-01-01', ['cart:1', 'other:1']],
    ['platform=linux/amd64,packages<2', ['other:1', 'watched:2']],
  ])('%s', async (filter, expected) => {
    expect((await list(admin, filter)).map(({ reference }) => reference.slice('registry.example/'.length))).toStrictEqual(expected);
  });

  const SORTS = Object.entries(images.endpoints.list.list).filter(([, field]) => 'sortable' in field);
  test.each(SORTS.map(([name]) => name))('order by %s, page by page', async sort => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.call(images.endpoints.list, {
        query: { sort: `-${sort}`, limit: 1, ...(cursor === undefined ? {} : { cursor }) },
      });
      seen.push(...page.results.map(({ reference }) => reference));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toStrictEqual((await list(admin)).map(({ reference }) => reference));
  });
});

test('who sees one namespace sees what runs there, and nothing that nobody runs', async () => {
  expect((await list(shop)).map(({ reference }) => reference)).toStrictEqual([CART]);
  for (const reference of [OTHER, WATCHED])
    await expect(shop.call(images.endpoints.get, { params: { id: toId(reference) }, query: {} })).rejects.toMatchObject({
      code: 'not-found',
    });
});

test('one image tells its layers, credentials and who uses it', async () => {
  const found = await admin.call(images.endpoints.get, { params: { id: toId(CART) }, query: {} });
  expect(found).toMatchObject({
    reference: CART,
    layers: [{ number: 1, instruction: 'COPY . /', size: 100, vulnerabilities: { high: 1, medium: 1, fixable: 1 } }],
    credentials: [{ kind: 'private-key', place: 'app/key.pem', layer: 1, deleted: true }],
    efficiency: { score: 1 },
    variants: [{ digest: toDigest(CART), platform: 'linux/amd64', running: true, risk: 12.5 }],
    usedBy: [{ cluster: 'c1', namespace: 'shop', kind: 'Deployment', name: 'cart', container: 'main' }],
  });
  const broken = await admin.call(images.endpoints.get, { params: { id: toId('registry.example/broken:1') }, query: {} });
  expect([broken.layers, broken.variants, broken.scan.state]).toStrictEqual([[], [], 'failed']);
  const other = { params: { id: toId(CART) }, query: { digest: toDigest('no such') } };
  await expect(admin.call(images.endpoints.get, other)).rejects.toMatchObject({ code: 'not-found' });
});

test('packages of an image, with what was found in each; odd texts do no harm', async () => {
  const read = async (filter: string) =>
    (await admin.call(images.endpoints.packages, { params: { id: toId(CART) }, query: { filter } })).results;
  const [odd, openssl] = await read('');
  expect(odd).toMatchObject({ name: 'a\uFFFDb', type: 'npm', layer: 2, base: false, vulnerabilities: { high: 0 } });
  expect(openssl).toMatchObject({ name: 'openssl', layer: 1, severity: 'high', vulnerabilities: { high: 1, medium: 1 } });
  expect((await read('severity>=low')).map(({ name }) => name)).toStrictEqual(['openssl']);
  expect((await read('license~mit,layer=2')).length).toBe(1);
});

test.each([
  ['cyclonedx', 'bomFormat', 'CycloneDX', 'components'],
  ['spdx', 'spdxVersion', 'SPDX-2.3', 'packages'],
] as const)('the SBOM of an image as %s', async (format, key, value, member) => {
  const document = await admin.call(images.endpoints.sbom, { params: { id: toId(CART) }, query: { format } });
  expect(document[key]).toBe(value);
  expect(JSON.stringify(document[member])).toContain('pkg:deb/debian/openssl@1.0-1');
  const token = { params: { id: toId('registry.example/broken:1') }, query: {} };
  await expect(admin.call(images.endpoints.sbom, token)).rejects.toMatchObject({ message: 'There is no such scan of this image.' });
});

test('a package is in use where a program of it was seen; of the others nothing is known', async () => {
  const ran = (id: string, time: string, purl: string, image = CART) => {
    const process = {
      id: 'p',
      exe: '/usr/bin/openssl',
      argv: [],
      argvTruncated: false,
      uid: 0,
      ancestors: [],
      layer: 'lower',
      package: purl,
    };
    const body = { id, time, type: 'process-exec', cluster: 'c1', node: 'n', imageDigest: toDigest(image), process };
    return { type: 'runtime', id, time, body };
  };
  const [first, last] = [new Date(Date.now() - 60_000).toISOString(), new Date().toISOString()];
  const openssl = 'pkg:deb/debian/openssl@1.0-1';
  const events = [ran('u1', last, openssl), ran('u2', first, openssl), ran('u3', first, openssl, 'gone'), ran('u4', first, 'pkg:npm/x@1')];
  const params = { id: toId(CART) };
  const read = async (filter: string) => (await admin.call(images.endpoints.vulnerabilities, { params, query: { filter } })).results;
  expect((await read('use=unknown')).map(({ use }) => use)).toStrictEqual([undefined, undefined]);
  await sensor.send({ type: 'events', sequence: 1, events } as never);
  await vi.waitFor(async () => expect((await read('use=loaded')).length).toBe(2), { timeout: 60_000, interval: 50 });
  const use = { path: '/usr/bin/openssl', firstSeen: first, lastSeen: last };
  expect((await read('use=loaded')).map(({ use: told }) => told)).toStrictEqual([use, use]);
  expect(await read('use=unknown')).toStrictEqual([]);
});

test('an exception of another image with the same content does not count here', async () => {
  const { id } = await admin.call(exceptions.endpoints.request, {
    body: { target: 'CVE-1', scope: { images: [OTHER] }, reason: 'r' },
  });
  await admin.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'c' } });
  expect((await list(admin, 'high=1')).map(({ reference }) => reference)).toStrictEqual([CART]);
});
