import { generateKeyPairSync } from 'node:crypto';
import { listSchemaIssues, VulnerabilityOutput } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { createScanFolder, RECORDS } from '../testing/scan-folder.ts';
import { run } from '../testing/terminal.ts';

const folder = createScanFolder();
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
      'severity,risk,vulnerability,package,version,fixed in,why first,accepted because',
      'medium,52.5,CVE-2026-1,bash,5.2,5.3,exploited since 2026-02-03,',
      'high,,CVE-2026-2,x,1.0.0,1.2.0,,',
      'low,,GHSA-3,x,1.0.0,no fix,,',
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
  expect([code, out.split('\r\n')[1]]).toStrictEqual([1, 'medium,52.5,CVE-2026-1,bash-static,5.2,5.3,exploited since 2026-02-03,']);
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
    {
      packages: 2,
      evaluated: 2,
      fixable: 2,
      accepted: 0,
      severities: { info: 0, low: 1, medium: 1, high: 1, critical: 0 },
      suppressed: 0,
      problems: 0,
    },
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

test('as a page', async () => {
  const { code, out } = await scan('--format', 'html');
  const rows = [...out.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) => row.replaceAll(/<[^>]*>/g, '|').replaceAll(/\|+/g, '|'));
  expect([code, rows.slice(0, 2).map(row => row.split('|').slice(1, 6))]).toEqual([
    1,
    [
      ['Severity', 'Risk', 'Vulnerability', 'Package', 'Version'],
      ['medium', '52.5', 'CVE-2026-1', 'bash', '5.2'],
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

describe('what is in use', () => {
  const event = (time: string, path: string) =>
    JSON.stringify({ type: 'file-open', time, image: 'any', process: { exe: '/usr/bin/node', cwd: '/app' }, file: { path } });

  test.each<[title: string, lines: string, words: readonly string[], rows: readonly string[], problems: readonly string[]]>([
    [
      'by events, the severest first',
      `${event('2026-02-01T00:00:00Z', 'node_modules/x/index.js')}\n${event('2026-02-03T00:00:00Z', '/etc/hosts')}\n`,
      [],
      ['CVE-2026-2 loaded 2026-02-01T00:00:00.000Z', 'CVE-2026-1 unknown', 'GHSA-3 loaded 2026-02-01T00:00:00.000Z'],
      [],
    ],
    [
      'by paths of two days',
      '/usr/bin/other\n',
      ['--observed', '48'],
      ['CVE-2026-2 never-loaded', 'CVE-2026-1 unknown', 'GHSA-3 never-loaded'],
      [],
    ],
    ['by paths of nobody knows when', '/usr/bin/other\n', [], ['CVE-2026-2 unknown', 'CVE-2026-1 unknown', 'GHSA-3 unknown'], []],
    [
      'by what cannot be read',
      'x\n',
      ['--observed', '48'],
      ['CVE-2026-2 unknown', 'CVE-2026-1 unknown', 'GHSA-3 unknown'],
      ['loaded-unreadable', 'loaded-nothing'],
    ],
  ])('%s', async (_title, lines, words, rows, problems) => {
    using file = createFolder({ 'events.jsonl': lines });
    const { out } = await scan('--format', 'json', '--loaded', file.at('events.jsonl'), ...words);
    const output = JSON.parse(out) as VulnerabilityOutput;
    expect([
      output.results.map(({ id, use }) => [id, use?.state, use?.since].filter(Boolean).join(' ')),
      output.problems.map(({ code }) => code),
    ]).toStrictEqual([rows, problems]);
  });

  test('in the table', async () => {
    using file = createFolder({ paths: '/app/node_modules/x/a.js\n' });
    const { out } = await scan('--loaded', file.at('paths'), '--observed', '48');
    expect(out.split('\n').slice(5, 9)).toStrictEqual([
      'SEVERITY  RISK  VULNERABILITY  PACKAGE  VERSION  FIXED IN  WHY FIRST',
      'high            CVE-2026-2     x        1.0.0    1.2.0     in use',
      'medium    52.5  CVE-2026-1     bash     5.2      5.3       exploited since 2026-02-03',
      'low             GHSA-3         x        1.0.0    no fix    in use',
    ]);
  });

  test.each<[readonly string[], string]>([
    [['--observed', '48'], 'error: --observed says how long was watched what --loaded names; name that too\n'],
    [['--loaded', '/none', '--observed', '-1'], "error: --observed wants hours, as 48, not '-1'\n"],
  ])('%j is wrong usage', async (words, message) => {
    const { code, err } = await scan(...words);
    expect([code, err]).toStrictEqual([2, message]);
  });

  test('what is not there is wrong usage', async () => {
    const { code, err } = await scan('--loaded', at('none'));
    expect([code, mask(err)]).toStrictEqual([
      2,
      "error: --loaded DIR/none cannot be read: ENOENT: no such file or directory, open 'DIR/none'\n",
    ]);
  });
});
