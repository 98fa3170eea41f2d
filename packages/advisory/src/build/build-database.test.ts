import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { openDatabase } from '../database/open-database.ts';
import { AdvisoryError } from '../errors.ts';
import { buildDatabase } from './build-database.ts';

const NOW = '2026-11-30T12:00:00.000Z';

function createFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-advisory-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, at: (name: string) => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const record = (id: string, ecosystem: string, name: string, parts: object = {}) =>
  JSON.stringify({
    id,
    modified: '2026-01-01T00:00:00Z',
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2' }] }] }],
    ...parts,
  });

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

describe('a folder of advisories', () => {
  const files = {
    'in/debian.jsonl': `${record('DSA-1', 'Debian:12', 'a', { upstream: ['CVE-1'] })}\n\n${record('DSA-2', 'Debian:11', 'a')}\n`,
    'in/sub/pypi.jsonl.gz': gzipSync(
      `${record('PYSEC-1', 'PyPI', 'My_Package', { aliases: ['CVE-1'], severity: [{ type: 'CVSS_V3', score: VECTOR }] })}\n`,
    ),
    'in/npm.jsonl': [
      record('GHSA-1', 'npm', 'old', { modified: '2026-01-01T00:00:00Z' }),
      record('GHSA-1', 'npm', 'new', { modified: '2026-02-01T00:00:00Z' }),
      record('GHSA-1', 'npm', 'older', { modified: '2025-01-01T00:00:00Z' }),
      record('GHSA-2', 'npm', 'gone', { withdrawn: '2026-01-01T00:00:00Z' }),
      '{"id": "broken"',
      '[]',
    ].join('\n'),
    'in/kev.json': JSON.stringify({ vulnerabilities: [{ cve: 'CVE-1', dateAdded: '2026-03-01', ransomware: true }] }),
    'in/epss.csv.gz': gzipSync('#model\ncve,epss,percentile\nCVE-2026-0001,0.5,0.9\n'),
    'in/eol.json': JSON.stringify({
      products: {
        debian: {
          releases: [
            { cycle: '12', eol: '2026-07-11', extendedSupportEnd: '2028-06-30' },
            { cycle: '1', eol: true },
          ],
        },
      },
    }),
    'in/other.json': '{}',
    'in/readme.txt': 'x',
  };
  const root = mkdtempSync(join(tmpdir(), 'breakwater-advisory-'));
  const file = join(root, 'out.db');
  let result: Awaited<ReturnType<typeof buildDatabase>>;

  beforeAll(async () => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    result = await buildDatabase(join(root, 'in'), file, { now: NOW });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is counted by feed', () => {
    expect(result.feeds.map(({ name, row }) => [name, row.records, row.withdrawn, row.invalid, row.newest])).toEqual([
      ['debian', 2, 0, 0, '2026-01-01T00:00:00Z'],
      ['end-of-life', 2, 0, 0, ''],
      ['epss', 1, 0, 0, ''],
      ['kev', 1, 0, 0, ''],
      ['osv', 2, 1, 2, '2026-02-01T00:00:00Z'],
      ['pypi', 1, 0, 0, '2026-01-01T00:00:00Z'],
    ]);
  });

  it('tells of what it could not read', () => {
    expect(result.problems).toEqual([
      {
        code: 'record-invalid',
        message: expect.stringMatching(/JSON/),
        source: 'npm.jsonl',
        location: { file: 'npm.jsonl', line: 5, column: 1 },
      },
      { code: 'record-invalid', message: 'it is no JSON object', source: 'npm.jsonl', location: { file: 'npm.jsonl', line: 6, column: 1 } },
      { code: 'file-unknown', message: 'no feed has files of this name, so it was left out', source: 'other.json' },
    ]);
  });

  it('is found by name', () => {
    using database = openDatabase(file);
    const find = (ecosystem: string, name: string) =>
      database.findAffected(ecosystem, name).map(({ record: key, ecosystem: whole }) => `${database.readRecord(key).id} ${whole}`);
    expect([
      find('Debian', 'a'),
      find('PyPI', 'my-package'),
      find('npm', 'new'),
      find('npm', 'old'),
      find('npm', 'older'),
      find('npm', 'gone'),
    ]).toEqual([['DSA-1 Debian:12', 'DSA-2 Debian:11'], ['PYSEC-1 PyPI'], ['GHSA-1 npm'], [], [], []]);
    expect(database.findAffected('Debian', 'a')[0]).toEqual({
      record: 1,
      ecosystem: 'Debian:12',
      name: 'a',
      ranges: [
        [
          ['introduced', '0'],
          ['fixed', '2'],
        ],
      ],
      versions: [],
      ratings: [],
    });
  });

  it('knows what it covers', () => {
    using database = openDatabase(file);
    const covers = (ecosystem: string, releases?: readonly string[]) => database.covers(ecosystem, releases);
    expect([covers('Debian', ['12']), covers('Debian', ['13']), covers('PyPI'), covers('Hex'), covers('Debian', [])]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('decorates', () => {
    using database = openDatabase(file);
    expect([database.decorate('CVE-1'), database.decorate('CVE-2026-0001'), database.decorate('CVE-9')]).toEqual([
      { cvss: [{ version: '3.1', vector: VECTOR, score: 9.8, source: 'pypi' }], kev: { added: '2026-03-01', ransomware: true } },
      { cvss: [], epss: { probability: 0.5, percentile: 0.9 } },
      { cvss: [] },
    ]);
    expect(['12', '12.4', '1', '1.1', '123', '13'].map(version => database.endOfLife('debian', version)?.ended)).toEqual([
      '2026-07-11',
      '2026-07-11',
      true,
      true,
      undefined,
      undefined,
    ]);
    expect([database.built, database.countRecords()]).toEqual([NOW, 4]);
  });

  it('can be built again to the same answers', async () => {
    const again = await buildDatabase(join(root, 'in'), file, { now: NOW });
    expect(again).toEqual(result);
    expect(readdirSync(root).sort()).toEqual(['in', 'out.db']);
  });
});

describe('what goes wrong', () => {
  it('half a download is told, and what was read counts', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => record(`X-${index}`, 'npm', `a${index}`)).join('\n');
    using folder = createFolder({
      'in/npm.jsonl.gz': gzipSync(lines).subarray(0, 20_000),
      'in/pypi.jsonl': record('PYSEC-1', 'PyPI', 'a'),
    });
    const { feeds, problems } = await buildDatabase(folder.at('in'), folder.at('db'), { now: NOW });
    expect(problems).toEqual([
      { code: 'feed-broken', message: expect.stringMatching(/^it cannot be read to its end: /), source: 'npm.jsonl.gz' },
    ]);
    expect(feeds.map(({ name }) => name)).toEqual(['osv', 'pypi']);
    using database = openDatabase(folder.at('db'));
    expect(database.findAffected('PyPI', 'a').length).toBe(1);
  });

  it('a line without end is cut off', async () => {
    using folder = createFolder({ 'in/npm.jsonl': 'x'.repeat(17 * 1024 * 1024) });
    const { problems } = await buildDatabase(folder.at('in'), folder.at('db'), { now: NOW });
    expect(problems).toEqual([
      { code: 'feed-broken', message: 'it cannot be read to its end: line 1 is longer than 16 MiB', source: 'npm.jsonl' },
    ]);
  });

  it('a database in use stays when the new one cannot be made', async () => {
    using folder = createFolder({ 'in/pypi.jsonl': record('PYSEC-1', 'PyPI', 'a'), 'empty/x.txt': '' });
    await buildDatabase(folder.at('in'), folder.at('db'), { now: NOW });
    await expect(buildDatabase(folder.at('empty'), folder.at('db'), { now: NOW })).rejects.toThrow(
      expect.objectContaining({
        code: 'source-invalid',
        message: `${folder.at('empty')} holds no advisories: files named *.jsonl, *.jsonl.gz, kev.json or eol.json`,
      }),
    );
    using database = openDatabase(folder.at('db'));
    expect(database.findAffected('PyPI', 'a').length).toBe(1);
  });

  it.each<[title: string, content: string | undefined, code: string, message: (file: string) => string]>([
    [
      'no file',
      undefined,
      'database-missing',
      file => `there is no advisory database ${file}; make one with 'breakwater db build --from FOLDER --out ${file}'`,
    ],
    ['a text', 'x'.repeat(1000), 'database-invalid', file => `${file} is no advisory database: file is not a database`],
    ['an empty file', '', 'database-invalid', file => `${file} is no advisory database`],
  ])('%s is no database', (_title, content, code, message) => {
    using folder = createFolder(content === undefined ? {} : { db: content });
    expect(() => openDatabase(folder.at('db'))).toThrow(
      expect.objectContaining({ name: AdvisoryError.name, code, message: message(folder.at('db')) }),
    );
  });
});

describeWithShared('all public advisories', ['data'], path => {
  const root = mkdtempSync(join(tmpdir(), 'breakwater-advisory-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('are imported whole, and as many as there are', async () => {
    const { feeds, problems } = await buildDatabase(path, join(root, 'all.db'), { now: NOW });
    expect(problems.filter(({ code }) => code !== 'file-unknown')).toEqual([]);
    expect(Object.fromEntries(feeds.map(({ name, row }) => [name, row.records + row.withdrawn]))).toEqual({
      almalinux: 5637,
      alpine: 2716,
      bitnami: 7444,
      'crates-io': 1224,
      debian: 4267,
      'end-of-life': 1893,
      ghsa: 397,
      go: 4291,
      kev: 1404,
      kubernetes: 47,
      'npm-nodejs-wg': 467,
      'npm-retirejs': 240,
      // A record that two files have counts once: one of the 40 samples and two of PyPI are older than the same record elsewhere.
      osv: 39,
      packagist: 1592,
      pypi: 3117,
      rubygems: 1221,
    });
  });
});
