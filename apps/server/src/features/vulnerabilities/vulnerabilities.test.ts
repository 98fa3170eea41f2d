import { type Client, exceptions, images, tokens, vulnerabilities, workloads } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildWorkload } from '../../testing/items.ts';
import { scanImages } from '../../testing/scan-image.ts';
import { buildFinding, TestScanner, toDigest } from '../../testing/test-scanner.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let shop: Client;

const uses = (...references: string[]) => ({
  containers: references.map((image, index) => ({
    name: `c${index}`,
    type: 'regular' as const,
    image,
    digests: [toDigest(image)],
    settings: [],
    ports: [],
  })),
});

const curl = { name: 'curl', version: '8.0', type: 'deb', purl: 'pkg:deb/debian/curl@8.0', locations: [], layer: 'sha256:one', base: true };
const OPENSSL = {
  name: 'openssl',
  version: '1.0-1',
  type: 'deb',
  purl: 'pkg:deb/debian/openssl@1.0-1',
  locations: [],
  layer: 1,
  licenses: [],
};
const CRITICAL = buildFinding('CVE-2026-1', {
  aliases: ['GHSA-aaaa-bbbb-cccc'],
  severity: 'critical',
  cvss: [
    { version: '3.1', vector: 'CVSS:3.1/x', score: 9.8, source: 'nvd' },
    { version: '2.0', vector: 'AV:N', score: 10, source: 'nvd' },
  ],
  epss: { probability: 0.5, percentile: 0.9 },
  kev: { added: '2026-01-02', ransomware: false },
  risk: { score: 90, reasons: ['known to be exploited'] },
});
const UNFIXED = buildFinding('CVE-2026-2', {
  package: curl,
  severity: 'low',
  fixedIn: [],
  status: 'affected',
  risk: { score: 2, reasons: [] },
});

beforeAll(async () => {
  running = await startTestServer();
  const { server } = running;
  admin = running.admin;
  const one = await joinCluster(await server.createJoinToken(), 'c1');
  await one.store([
    buildWorkload({ name: 'cart' }, { ...uses('registry.example/cart:1'), exposure: 'external', exposedBy: ['Service cart'] }),
    buildWorkload({ name: 'cart', namespace: 'test' }, uses('registry.example/cart:1')),
    buildWorkload({ name: 'bank', namespace: 'bank' }, { ...uses('registry.example/bank:1', 'registry.example/new:1'), owner: 'team-b' }),
  ]);
  const two = await joinCluster(await server.createJoinToken(), 'c2');
  await two.store([buildWorkload({ name: 'cart' }, uses('registry.example/cart:1'))]);
  const scanner = await TestScanner.join(await server.createJoinToken());
  await scanImages(scanner, {
    'registry.example/cart:1': { findings: [CRITICAL, UNFIXED], output: { results: [OPENSSL] } },
    'registry.example/bank:1': { findings: [CRITICAL] },
    'registry.example/new:1': { findings: [] },
  });
  await scanner.close();
  const { secret } = await admin.call(tokens.endpoints.create, {
    body: { name: 'shop', role: 'viewer', scope: { clusters: ['c1'], namespaces: ['shop'] }, days: 1 },
  });
  shop = withToken(server.url, secret);
  // One image may be counted before the next.
  await vi.waitFor(async () => expect((await list(admin)).map(({ images: count }) => count)).toStrictEqual([2, 1]), {
    timeout: 60_000,
    interval: 100,
  });
});
afterAll(() => running.close());

async function list(client: Client, filter = '', sort = '-risk') {
  const { results } = await client.call(vulnerabilities.endpoints.list, { query: { filter, sort } });
  return results;
}

const short = (rows: Awaited<ReturnType<typeof list>>) =>
  rows.map(({ id, state, images: count, workloads: runs, clusters, namespaces, accepted }) =>
    [id, state, count, runs, clusters, namespaces, accepted.findings].join(' '),
  );

test('a vulnerability has one row, whatever the number of images', async () => {
  const [first, second] = await list(admin);
  expect(first).toStrictEqual({
    id: 'CVE-2026-1',
    severity: 'critical',
    score: 9.8,
    epss: 0.5,
    exploited: true,
    risk: 90,
    packages: ['openssl'],
    fixable: true,
    fixedIn: ['openssl 2.0-1'],
    images: 2,
    workloads: 4,
    clusters: 2,
    namespaces: 4,
    firstSeen: expect.any(String),
    state: 'open',
    accepted: { findings: 0, by: [] },
  });
  expect(second).toStrictEqual({
    ...{ id: 'CVE-2026-2', severity: 'low', exploited: false, risk: 2, packages: ['curl'], fixable: false, fixedIn: [] },
    ...{ images: 1, workloads: 3, clusters: 2, namespaces: 3, firstSeen: expect.any(String), state: 'open' },
    accepted: { findings: 0, by: [] },
  });
});

describe('filters', () => {
  test.each([
    ['severity>=high', ['CVE-2026-1']],
    ['fixable=false', ['CVE-2026-2']],
    ['exploited=true', ['CVE-2026-1']],
    ['base=true', ['CVE-2026-2']],
    ['package=curl', ['CVE-2026-2']],
    ['package!=curl', ['CVE-2026-1']],
    ['image~bank', ['CVE-2026-1']],
    ['image!~bank', ['CVE-2026-2']],
    [`image=${toDigest('registry.example/cart:1')}`, ['CVE-2026-1', 'CVE-2026-2']],
    ['cluster=c2', ['CVE-2026-1', 'CVE-2026-2']],
    ['namespace=bank', ['CVE-2026-1']],
    ['owner=team-b', ['CVE-2026-1']],
    ['label.app=bank', ['CVE-2026-1']],
    ['score>9', ['CVE-2026-1']],
    ['state=accepted', []],
    ['firstSeen>=2026-01-01', ['CVE-2026-1', 'CVE-2026-2']],
  ])('%s', async (filter, expected) => {
    expect((await list(admin, filter)).map(({ id }) => id)).toStrictEqual(expected);
  });

  test.each(['id', 'severity', '-score', 'epss', '-firstSeen', '-images', 'workloads'])('order %s', async sort => {
    expect((await list(admin, '', sort)).length).toBe(2);
    expect((await list(shop, '', sort)).length).toBe(2);
  });

  test('know what they may name', async () => {
    const values = async (client: Client, field: string) =>
      (await client.call(vulnerabilities.endpoints.values, { query: { field } })).values;
    expect(await values(admin, 'package')).toStrictEqual(['curl', 'openssl']);
    expect(await values(admin, 'namespace')).toStrictEqual(['bank', 'shop', 'test']);
    expect(await values(shop, 'namespace')).toStrictEqual(['shop']);
    expect(await values(shop, 'cluster')).toStrictEqual(['c1']);
  });
});

test('who sees one namespace sees what runs there', async () => {
  expect(short(await list(shop))).toStrictEqual(['CVE-2026-1 open 1 1 1 1 0', 'CVE-2026-2 open 1 1 1 1 0']);
  const { results } = await shop.call(vulnerabilities.endpoints.workloads, { params: { id: 'CVE-2026-1' }, query: {} });
  expect(results.map(({ cluster, namespace, name }) => `${cluster}/${namespace}/${name}`)).toStrictEqual(['c1/shop/cart']);
  const found = await shop.call(vulnerabilities.endpoints.images, { params: { id: 'CVE-2026-1' }, query: {} });
  expect(found.results.map(({ reference, workloads: count }) => `${reference} ${count}`)).toStrictEqual(['registry.example/cart:1 1']);
});

test('one of them tells why it was found and where', async () => {
  const found = await admin.call(vulnerabilities.endpoints.get, { params: { id: 'GHSA-aaaa-bbbb-cccc' } });
  expect(found).toMatchObject({
    id: 'CVE-2026-1',
    aliases: ['GHSA-aaaa-bbbb-cccc'],
    cvss: CRITICAL.cvss,
    probability: { probability: 0.5, percentile: 0.9 },
    kev: { added: '2026-01-02', ransomware: false },
    reasons: ['known to be exploited'],
    evidence: ['record and range'],
    sources: ['osv'],
    exceptions: [],
  });
  expect(found.links).toStrictEqual([
    { title: 'OSV CVE-2026-1', url: 'https://osv.dev/vulnerability/CVE-2026-1' },
    { title: 'GitHub GHSA-aaaa-bbbb-cccc', url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc' },
    { title: 'OSV GHSA-aaaa-bbbb-cccc', url: 'https://osv.dev/vulnerability/GHSA-aaaa-bbbb-cccc' },
  ]);
  const { results } = await admin.call(vulnerabilities.endpoints.images, { params: { id: 'CVE-2026-1' }, query: {} });
  expect(results[1]).toMatchObject({
    reference: 'registry.example/cart:1',
    package: 'openssl',
    version: '1.0-1',
    layer: 1,
    instruction: 'COPY . /',
    fixedIn: ['2.0-1'],
    workloads: 3,
    state: 'open',
  });
  const runs = await admin.call(vulnerabilities.endpoints.workloads, {
    params: { id: 'CVE-2026-1' },
    query: { filter: 'exposure=external' },
  });
  expect(runs.results).toMatchObject([
    { cluster: 'c1', namespace: 'shop', name: 'cart', exposure: 'external', exposedBy: ['Service cart'], state: 'open' },
  ]);
  await expect(admin.call(vulnerabilities.endpoints.get, { params: { id: 'CVE-1999-1' } })).rejects.toMatchObject({ code: 'not-found' });
});

async function readImage(client: Client, reference = 'registry.example/cart:1') {
  const { results } = await client.call(images.endpoints.list, { query: { filter: `reference=${reference}` } });
  return results[0];
}

async function ask(target: string, scope: object, more: object = {}): Promise<string> {
  const { id } = await admin.call(exceptions.endpoints.request, { body: { target, scope, reason: 'because', ...more } });
  await admin.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'yes' } });
  return id;
}

const end = (id: string) => admin.call(exceptions.endpoints.end, { params: { id }, body: { comment: 'over' } });

describe('exceptions', () => {
  test('everywhere: the finding is accepted in lists and counts, and counts again after the end', async () => {
    expect((await readImage(admin))?.vulnerabilities).toMatchObject({ critical: 1, low: 1, accepted: 0 });
    const id = await ask('CVE-2026-1', {}, { vexStatus: 'affected' });
    expect(short(await list(admin))).toStrictEqual(['CVE-2026-2 open 1 3 2 3 0']);
    expect(short(await list(admin, 'state=accepted'))).toStrictEqual(['CVE-2026-1 accepted 2 4 2 4 2']);
    expect(await readImage(admin)).toMatchObject({
      risk: 2,
      vulnerabilities: { critical: 0, low: 1, fixable: 0, exploited: 0, accepted: 1 },
    });
    const row = await admin.call(exceptions.endpoints.get, { params: { id } });
    expect([row.kind, row.findings, row.covered.map(({ reference }) => reference)]).toStrictEqual([
      'accepted',
      2,
      ['registry.example/bank:1', 'registry.example/cart:1'],
    ]);
    await end(id);
    expect(short(await list(admin))).toStrictEqual(['CVE-2026-1 open 2 4 2 4 0', 'CVE-2026-2 open 1 3 2 3 0']);
  });

  test.each<[string, object, object, string, string, string]>([
    ['by another name of it', {}, {}, 'accepted', 'accepted', 'accepted'],
    ['of an image', { images: ['registry.example/cart:*'] }, { vexStatus: 'not_affected' }, 'open', 'false-positive', 'false-positive'],
    ['of an image by its digest', { images: [toDigest('registry.example/cart:1')] }, {}, 'open', 'accepted', 'accepted'],
    ['of a package', { packages: ['openssl@1.0-1'] }, { expiry: '2099-01-01' }, 'deferred', 'deferred', 'deferred'],
    ['of another package', { packages: ['openssl@2'] }, {}, 'open', 'open', 'open'],
    ['of a cluster', { clusters: ['c2'] }, {}, 'open', 'open', 'open'],
    ['of a namespace', { clusters: ['c1'], namespaces: ['shop'] }, {}, 'open', 'accepted', 'open'],
    ['of a workload', { workloads: ['Deployment/cart'] }, {}, 'open', 'accepted', 'accepted'],
    ['of a label', { labels: { app: 'cart' } }, {}, 'open', 'accepted', 'accepted'],
    ['until there is a fix, which there is', {}, { until: 'fixable' }, 'open', 'open', 'open'],
  ])('%s', async (name, scope, more, everywhere, inShop, ofImage) => {
    const id = await ask(name.startsWith('by another') ? 'GHSA-aaaa-bbbb-cccc' : 'CVE-2026-1', scope, more);
    const state = async (client: Client) => (await client.call(vulnerabilities.endpoints.get, { params: { id: 'CVE-2026-1' } })).state;
    const reference = Buffer.from('registry.example/cart:1').toString('base64url');
    const { results } = await admin.call(images.endpoints.vulnerabilities, {
      params: { id: reference },
      query: { filter: 'state=open|accepted|deferred|false-positive,id=CVE-2026-1' },
    });
    expect([await state(admin), await state(shop), results[0]?.state]).toStrictEqual([everywhere, inShop, ofImage]);
    await end(id);
    expect([await state(admin), await state(shop)]).toStrictEqual(['open', 'open']);
  });

  test('until there is a fix, where there is none', async () => {
    const id = await ask('CVE-2026-2', {}, { until: 'fixable' });
    expect(short(await list(admin, 'state=deferred'))).toStrictEqual(['CVE-2026-2 deferred 1 3 2 3 1']);
    await end(id);
  });

  test('of a workload, on its own page', async () => {
    const { results } = await admin.call(workloads.endpoints.list, { query: { filter: 'namespace=shop,cluster=c1' } });
    const read = async (filter = '') =>
      (await admin.call(workloads.endpoints.vulnerabilities, { params: { id: results[0]?.id ?? '' }, query: { filter } })).results.map(
        ({ id, container, reference, state, exception }) => [id, container, reference, state, exception?.kind ?? ''].join(' '),
      );
    const id = await ask('CVE-2026-1', { clusters: ['c1'], workloads: ['cart'], namespaces: ['shop'] });
    expect(await read()).toStrictEqual(['CVE-2026-2 c0 registry.example/cart:1 open ']);
    expect(await read('state!=open')).toStrictEqual(['CVE-2026-1 c0 registry.example/cart:1 accepted accepted']);
    await end(id);
    expect((await read()).length).toBe(2);
  });

  test.each([
    [{ target: 'privileged-container', until: 'fixable' }, 'body.until: only vulnerabilities have a fix that could be waited for.'],
    [{ target: 'CVE-2026-1', scope: { files: ['a.yaml'] } }, 'body.scope.files: a vulnerability stands in an image, not in a manifest.'],
    [{ target: 'CVE-2026-1', vexStatus: 'under_investigation' }, 'body.expiry: what is looked into has an end.'],
  ])('that mean nothing are refused: %j', async (body, message) => {
    await expect(admin.call(exceptions.endpoints.request, { body: { scope: {}, reason: 'r', ...body } as never })).rejects.toMatchObject({
      code: 'bad-request',
      message,
    });
  });

  test('of an image are told as OpenVEX; those of places are not', async () => {
    const ids = [
      await ask('CVE-2026-1', { images: ['registry.example/cart:1'], packages: ['openssl'] }, { vexStatus: 'not_affected' }),
      await ask('CVE-2026-2', { namespaces: ['shop'] }),
    ];
    const vex = await admin.call(exceptions.endpoints.vex, { query: { image: 'registry.example/cart:1' } });
    expect(vex['statements']).toMatchObject([
      {
        vulnerability: { name: 'CVE-2026-1' },
        products: [{ '@id': expect.stringContaining(`pkg:oci/cart@${toDigest('registry.example/cart:1')}`) }],
        status: 'not_affected',
        impact_statement: 'because',
      },
    ]);
    const bank = await admin.call(exceptions.endpoints.vex, {
      query: { image: Buffer.from('registry.example/bank:1').toString('base64url') },
    });
    expect(bank['statements']).toStrictEqual([]);
    await expect(shop.call(exceptions.endpoints.vex, { query: { image: 'registry.example/bank:1' } })).rejects.toMatchObject({
      code: 'not-found',
    });
    for (const id of ids) await end(id);
  });
});
