import { generateKeyPairSync } from 'node:crypto';
import { listSchemaIssues, VulnerabilityOutput } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const fix = (fixed: string) => [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }];
const RECORDS = [
  {
    id: 'DSA-1',
    modified: '2026-01-01T00:00:00Z',
    upstream: ['CVE-2026-1'],
    affected: [{ package: { ecosystem: 'Debian:12', name: 'bash' }, ranges: fix('5.3') }],
  },
  {
    id: 'GHSA-2',
    modified: '2026-01-01T00:00:00Z',
    aliases: ['CVE-2026-2'],
    database_specific: { severity: 'HIGH' },
    affected: [{ package: { ecosystem: 'npm', name: 'x' }, ranges: fix('1.2.0') }],
  },
  {
    id: 'GHSA-3',
    modified: '2026-01-01T00:00:00Z',
    database_specific: { severity: 'LOW' },
    affected: [{ package: { ecosystem: 'npm', name: 'x' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }],
  },
];
const VEX = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  author: 'Shop',
  timestamp: '2026-01-01T00:00:00Z',
  statements: [
    {
      vulnerability: { name: 'CVE-2026-2' },
      products: [{ '@id': 'pkg:npm/x' }],
      status: 'not_affected',
      justification: 'component_not_present',
    },
  ],
};

/** A root file system, with the advisories about it. */
const folder = createFolder({
  'rootfs/etc/os-release': 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n',
  'rootfs/var/lib/dpkg/status': 'Package: bash\nStatus: install ok installed\nVersion: 5.2\nArchitecture: amd64\n',
  'rootfs/app/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
  'advisories/all.jsonl': RECORDS.map(record => JSON.stringify(record)).join('\n'),
  'advisories/kev.json': JSON.stringify({ vulnerabilities: [{ cve: 'CVE-2026-1', dateAdded: '2026-02-03', ransomware: false }] }),
  'vex.json': JSON.stringify(VEX),
  'broken.json': '{',
  'other.json': '{}',
});
const at = (name: string) => folder.at(name);
const mask = (text: string) => text.replaceAll(folder.path, 'DIR').replaceAll(new Date().toISOString().slice(0, 10), 'TODAY');

beforeAll(async () => {
  const { code, out, err } = await run(['db', 'build', '--from', at('advisories'), '--out', at('db')]);
  expect([code, mask(out), err]).toStrictEqual([0, 'DIR/db: 4 records of 2 feeds\n', '']);
});
afterAll(() => folder[Symbol.dispose]());

const scan = (...words: readonly string[]) => run(['image', 'scan', at('rootfs'), '--db', at('db'), ...words]);

test('what is found, with its fix, the most pressing first', async () => {
  const { code, out, err } = await scan();
  expect([code, err, mask(out)]).toStrictEqual([
    1,
    '',
    `DIR/rootfs  Debian 12
3 vulnerabilities: 1 high, 1 medium, 1 low · 2 with a fix · 2 of 2 packages looked for
Advisories: 3 records, database of TODAY

Layer 1
SEVERITY  RISK  VULNERABILITY  PACKAGE  VERSION  FIXED IN  WHY FIRST
medium    52.5  CVE-2026-1     bash     5.2      5.3       exploited since 2026-02-03
high            CVE-2026-2     x        1.0.0    1.2.0
low             GHSA-3         x        1.0.0    no fix
`,
  ]);
});

test('the same from a bill of materials that we wrote', async () => {
  const sbom = await run(['image', 'sbom', at('rootfs')]);
  using file = createFolder({ 'sbom.json': sbom.out });
  const { code, out } = await run(['sbom', 'scan', file.at('sbom.json'), '--db', at('db'), '--format', 'csv']);
  expect(await run(['sbom', 'scan', '-', '--db', at('db'), '--format', 'csv'], sbom.out)).toStrictEqual({ code, out, err: '' });
  expect([code, out.split('\r\n')]).toStrictEqual([
    1,
    [
      'severity,risk,vulnerability,package,version,fixed in,why first',
      'medium,52.5,CVE-2026-1,bash,5.2,5.3,exploited since 2026-02-03',
      'high,,CVE-2026-2,x,1.0.0,1.2.0,',
      'low,,GHSA-3,x,1.0.0,no fix,',
      '',
    ],
  ]);
});

test('a bill of materials of others, which says the source and the distribution in purls', async () => {
  const purl = 'pkg:deb/debian/bash-static@5.2?distro=debian-12&upstream=bash';
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    components: [{ type: 'library', name: 'bash-static', version: '5.2', purl }],
  };
  using file = createFolder({ 'sbom.json': JSON.stringify(sbom) });
  const { code, out } = await run(['sbom', 'scan', file.at('sbom.json'), '--db', at('db'), '--format', 'csv']);
  expect([code, out.split('\r\n')[1]]).toStrictEqual([1, 'medium,52.5,CVE-2026-1,bash-static,5.2,5.3,exploited since 2026-02-03']);
});

describe('what needs a package decides whether VEX covers it', () => {
  const needs = { a: 'pkg:npm/a@1.0.0', b: 'pkg:npm/b@1.0.0', x: 'pkg:npm/x@1.0.0' };
  const cycloneDx = (edges: Readonly<Record<string, readonly string[]>>) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 2,
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    metadata: { component: { 'bom-ref': 'root', type: 'application', name: 'shop', purl: 'pkg:generic/shop@1' } },
    components: Object.entries(needs).map(([name, purl]) => ({ 'bom-ref': name, type: 'library', name, version: '1.0.0', purl })),
    dependencies: Object.entries(edges).map(([ref, dependsOn]) => ({ ref, dependsOn })),
  });
  const spdx = (relations: readonly (readonly [from: string, type: string, to: string])[]) => ({
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'shop',
    documentNamespace: 'https://example.com/shop',
    packages: Object.entries(needs).map(([name, purl]) => ({
      SPDXID: `SPDXRef-${name}`,
      name,
      versionInfo: '1.0.0',
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
    })),
    relationships: relations.map(([from, relationshipType, to]) => ({
      spdxElementId: `SPDXRef-${from}`,
      relationshipType,
      relatedSpdxElement: `SPDXRef-${to}`,
    })),
  });
  const statement = (product: string, part?: string) => ({
    ...VEX,
    statements: [
      { ...VEX.statements[0], products: [{ '@id': product, ...(part === undefined ? {} : { subcomponents: [{ '@id': part }] }) }] },
    ],
  });
  const inA = statement('pkg:npm/a', 'pkg:npm/x');
  const isCovered = async (sbom: object, vex: object): Promise<boolean> => {
    using files = createFolder({ 'sbom.json': JSON.stringify(sbom), 'vex.json': JSON.stringify(vex) });
    const { out } = await run(['sbom', 'scan', files.at('sbom.json'), '--db', at('db'), '--vex', files.at('vex.json'), '--format', 'json']);
    return (JSON.parse(out) as VulnerabilityOutput).summary.suppressed === 1;
  };

  test.each<[title: string, sbom: object, vex: object, covered: boolean]>([
    ['the only way', cycloneDx({ root: ['a'], a: ['x'] }), inA, true],
    ['one of two ways', cycloneDx({ root: ['a', 'b'], a: ['x'], b: ['x'] }), inA, false],
    ['a way further up', cycloneDx({ root: ['a'], a: ['b'], b: ['x'] }), inA, true],
    ['the way of another', cycloneDx({ root: ['b'], b: ['x'] }), inA, false],
    ['no ways at all', cycloneDx({}), inA, false],
    ['a cycle without a way to it', cycloneDx({ a: ['x'], x: ['a'] }), inA, false],
    ['the whole', cycloneDx({ root: ['a', 'b'], a: ['x'], b: ['x'] }), statement('pkg:generic/shop@1'), true],
    ['another whole', cycloneDx({ root: ['a'], a: ['x'] }), statement('pkg:generic/other@1'), false],
    [
      'SPDX',
      spdx([
        ['DOCUMENT', 'DESCRIBES', 'b'],
        ['b', 'DEPENDS_ON', 'a'],
        ['a', 'DEPENDS_ON', 'x'],
      ]),
      inA,
      true,
    ],
    ['SPDX, the other way round', spdx([['x', 'DEPENDENCY_OF', 'a']]), inA, true],
    [
      'SPDX, two ways',
      spdx([
        ['x', 'DEPENDENCY_OF', 'a'],
        ['b', 'DEPENDS_ON', 'x'],
      ]),
      inA,
      false,
    ],
    [
      'SPDX, where it lies beside why',
      spdx([
        ['x', 'DEPENDENCY_OF', 'a'],
        ['b', 'CONTAINS', 'x'],
      ]),
      inA,
      true,
    ],
    ['SPDX, where it lies', spdx([['b', 'CONTAINS', 'x']]), inA, false],
  ])('%s', async (_, sbom, vex, covered) => {
    expect(await isCovered(sbom, vex)).toBe(covered);
  });

  test('a statement names a component of the SBOM by its reference', async () => {
    const link = (version: number, reference: string) => ({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      vulnerabilities: [
        {
          id: 'CVE-2026-2',
          analysis: { state: 'not_affected', justification: 'code_not_reachable' },
          affects: [{ ref: `urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/${version}#${reference}` }],
        },
      ],
    });
    const sbom = cycloneDx({ root: ['x'] });
    expect([await isCovered(sbom, link(2, 'x')), await isCovered(sbom, link(1, 'x')), await isCovered(sbom, link(2, 'a'))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test('as JSON it fits its schema', async () => {
  const { out } = await scan('--format', 'json');
  const output = JSON.parse(out) as VulnerabilityOutput;
  expect(listSchemaIssues(VulnerabilityOutput, output)).toStrictEqual([]);
  expect([output.results.map(({ reason }) => reason), output.summary]).toStrictEqual([
    [
      'DSA-1: bash 5.2 lies in [0, 5.3) of Debian:12; nobody rated it',
      'GHSA-2: x 1.0.0 lies in [0, 1.2.0) of npm; osv says high',
      'GHSA-3: x 1.0.0 lies in [0, ∞) of npm; osv says low',
    ],
    { packages: 2, evaluated: 2, fixable: 2, severities: { info: 0, low: 1, medium: 1, high: 1, critical: 0 }, suppressed: 0, problems: 0 },
  ]);
});

test('as SARIF', async () => {
  const { out } = await scan('--format', 'sarif');
  const { runs } = JSON.parse(out) as { runs: readonly { results: readonly { ruleId: string; message: { text: string } }[] }[] };
  expect(runs[0]?.results.map(({ ruleId, message }) => [ruleId, message.text])).toStrictEqual([
    [
      'CVE-2026-1',
      'bash 5.2 is affected by CVE-2026-1 (DSA-1: bash 5.2 lies in [0, 5.3) of Debian:12; nobody rated it). Raise bash to 5.3',
    ],
    ['CVE-2026-2', 'x 1.0.0 is affected by CVE-2026-2 (GHSA-2: x 1.0.0 lies in [0, 1.2.0) of npm; osv says high). Raise x to 1.2.0'],
    [
      'GHSA-3',
      'x 1.0.0 is affected by GHSA-3 (GHSA-3: x 1.0.0 lies in [0, ∞) of npm; osv says low). Nobody has fixed it yet: leave the package out, or accept it with a reason',
    ],
  ]);
});

describe('the exit code', () => {
  test.each<[words: readonly string[], code: number]>([
    [[], 1],
    [['--fail-on', 'high'], 1],
    [['--fail-on', 'critical'], 0],
    [['--fail-on', 'never'], 0],
    [['--only-fixed', '--vex', 'vex.json', '--fail-on', 'high'], 0],
    [['--fail-on', 'hihg'], 2],
    [['--vex', 'broken.json'], 2],
    [['--vex', 'other.json'], 2],
  ])('%j ends with %i', async (words, code) => {
    expect((await scan(...words.map(word => (word.endsWith('.json') ? at(word) : word)))).code).toBe(code);
  });
});

test('what VEX suppresses is told', async () => {
  const { out } = await scan('--vex', at('vex.json'));
  expect(mask(out)).toContain('2 vulnerabilities: 1 medium, 1 low · 1 with a fix');
  expect(mask(out)).toContain('\nSuppressed by VEX\n  CVE-2026-2 of x: not affected (component_not_present), says Shop\n');
});

test('a release that nobody has advisories of is no clean one', async () => {
  using other = createFolder({
    'etc/os-release': 'ID=debian\nVERSION_ID=13\nPRETTY_NAME="Debian 13"\n',
    'var/lib/dpkg/status': 'Package: bash\nStatus: install ok installed\nVersion: 5.2\nArchitecture: amd64\n',
  });
  const { code, out } = await run(['image', 'scan', other.path, '--db', at('db')]);
  expect([code, out.replaceAll(other.path, 'DIR').split('\n').slice(1, 2), out.split('\n').slice(-3)]).toStrictEqual([
    3,
    ['no known vulnerability · 0 with a fix · 0 of 1 package looked for'],
    [
      'Not evaluated: nothing is known of these, which does not mean that they are free of vulnerabilities',
      '  1 package (bash 5.2): the advisory database has nothing about Debian 13',
      '',
    ],
  ]);
});

test.each<[words: readonly string[], code: number, err: RegExp]>([
  [
    ['image', 'scan', 'rootfs', '--db', 'no.db'],
    3,
    /^error: there is no advisory database DIR\/no\.db; make one with 'breakwater db build --from FOLDER --out DIR\/no\.db'\n$/,
  ],
  [['image', 'scan', 'rootfs', '--db', 'vex.json'], 3, /^error: DIR\/vex\.json is no advisory database: file is not a database\n$/],
  [
    ['image', 'scan', 'shop/cart:1', '--db', 'db', '--offline'],
    3,
    /^error: 'shop\/cart:1' does not lie on this machine, and --offline asks no registry\n$/,
  ],
  [['sbom', 'scan', 'no.json', '--db', 'db'], 3, /^error: DIR\/no\.json cannot be read: ENOENT/],
  [['sbom', 'scan', 'broken.json', '--db', 'db'], 3, /^error: DIR\/broken\.json cannot be read: /],
  [['db', 'status', '--db', 'no.db'], 3, /^error: there is no advisory database/],
  [['db', 'build', '--from', 'no', '--out', 'x.db'], 3, /^error: DIR\/no cannot be read: ENOENT/],
  [['db', 'build', '--from', 'advisories'], 2, /^error: db build needs --from FOLDER and --out FILE\n/],
])('%j', async (words, code, err) => {
  const isName = /^(?:rootfs|no|advisories|db|vex\.json|no\.json|broken\.json|no\.db|x\.db)$/;
  const answer = await run(
    words.map((word, index) => (index > 0 && isName.test(word) && !['status', 'build'].includes(word) ? at(word) : word)),
  );
  expect([answer.code, answer.out, mask(answer.err)]).toStrictEqual([code, '', expect.stringMatching(err)]);
});

test('the state of the database', async () => {
  const { code, out } = await run(['db', 'status', '--db', at('db'), '--format', 'csv']);
  expect([code, out.split('\r\n').slice(0, 2)]).toStrictEqual([
    0,
    ['feed,records,withdrawn,invalid,newest,days,remark,licence', 'kev,1,0,0,,,,CC0-1.0'],
  ]);
});

test('a database that is carried to another machine', async () => {
  const keys = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  using other = createFolder({ private: keys.privateKey, public: keys.publicKey });
  const exported = await run(['db', 'export', '--db', at('db'), '--out', other.at('file'), '--key', other.at('private')]);
  expect([exported.code, mask(exported.out).replaceAll(other.path, 'OTHER')]).toStrictEqual([
    0,
    'OTHER/file: 3 advisories of TODAY, signed\n',
  ]);
  expect((await run(['db', 'import', other.at('file'), '--db', other.at('db')])).err).toMatch(
    /^error: db import needs --key FILE, or --unsigned to take it whoever made it\n/,
  );
  const imported = await run(['db', 'import', other.at('file'), '--db', other.at('db'), '--key', other.at('public')]);
  expect([imported.code, imported.err, mask(imported.out).replaceAll(other.path, 'OTHER')]).toStrictEqual([
    0,
    '',
    'OTHER/db: 3 advisories of TODAY\n',
  ]);
  expect((await run(['image', 'scan', at('rootfs'), '--db', other.at('db')])).code).toBe(1);
});

test('an update that no mirror can serve leaves what was there, and says so', async () => {
  using other = createFolder({ 'cache/npm.jsonl': JSON.stringify(RECORDS[1]) });
  const words = ['db', 'update', '--db', other.at('db'), '--cache', other.at('cache'), '--mirror', 'http://127.0.0.1:1', '--only', 'npm'];
  const { code, out, err } = await run(words);
  expect([code, out.replaceAll(other.path, 'OTHER'), err]).toStrictEqual([
    3,
    'OTHER/db: 1 records of 1 feeds; 0 files changed, 0 did not\n',
    expect.stringMatching(/^feed-unreachable {2}npm\.zip: http:\/\/127\.0\.0\.1:1\/npm\.zip: fetch failed: /),
  ]);
});

test('an old database is called so', async () => {
  vi.useFakeTimers({ now: Date.now() + 30 * 24 * 60 * 60 * 1000, toFake: ['Date'] });
  try {
    expect((await scan()).out).toContain(", 30 days old: what became known since then is missing; run 'breakwater db update'\n");
  } finally {
    vi.useRealTimers();
  }
});
