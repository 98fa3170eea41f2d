import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import { serve } from '../testing/mirror.ts';
import { createZip } from '../testing/zip.ts';
import { updateDatabase } from './update-database.ts';

const NOW = '2026-11-30T12:00:00.000Z';
const KEV = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-1', dateAdded: '2026-01-01', knownRansomwareCampaignUse: 'Unknown' }] });
const record = (id: string) => JSON.stringify({ id, affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }] });

function createFolder() {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-update-'));
  return { path, at: (name: string) => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const update = (folder: { at(name: string): string }, mirrors: readonly string[], only: readonly string[] = ['npm', 'kev']) =>
  updateDatabase({ folder: folder.at('cache'), file: folder.at('db'), now: NOW, mirrors, only });

it('fetches what has changed, and builds of it', async () => {
  using folder = createFolder();
  await using mirror = await serve({
    'npm.zip': createZip({ 'X-1.json': record('X-1'), 'readme.txt': 'x' }),
    'known_exploited_vulnerabilities.json': KEV,
  });
  const first = await update(folder, [mirror.url]);
  expect([first.changed, first.unchanged, first.problems, first.feeds.map(({ name, row }) => [name, row.records])]).toEqual([
    2,
    0,
    [],
    [
      ['kev', 1],
      ['osv', 1],
    ],
  ]);
  const second = await update(folder, [mirror.url]);
  expect([second.changed, second.unchanged, mirror.log.slice(2)]).toEqual([
    0,
    2,
    ['/known_exploited_vulnerabilities.json 304', '/npm.zip 304'],
  ]);
  using database = openDatabase(folder.at('db'));
  expect([database.findAffected('npm', 'a').length, database.decorate('CVE-1').kev]).toEqual([
    1,
    { added: '2026-01-01', ransomware: false },
  ]);
});

it('goes on where a download broke off', async () => {
  const archive = createZip({ 'X-1.json': record('X-1'), 'padding.txt': randomBytes(400_000).toString('base64') });
  using folder = createFolder();
  await using mirror = await serve({ 'npm.zip': archive }, (_request, response, count) => {
    if (count > 0) return false;
    response.writeHead(200, { etag: `"${archive.length}"`, 'content-length': archive.length });
    response.write(archive.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 100));
    return true;
  });
  const { changed, problems } = await update(folder, [mirror.url], ['npm']);
  expect([changed, problems, mirror.log]).toEqual([1, [], ['/npm.zip 200', '/npm.zip 206']]);
  expect(readFileSync(folder.at('cache/npm.zip')).equals(archive)).toBe(true);
});

it('asks the next mirror, and keeps what it has when none answers', async () => {
  using folder = createFolder();
  await using broken = await serve({});
  {
    await using good = await serve({ 'npm.zip': createZip({ 'X-1.json': record('X-1') }) });
    const { changed, problems } = await update(folder, [broken.url, good.url], ['npm']);
    expect([changed, problems, broken.log]).toEqual([1, [], ['/npm.zip 404']]);
  }
  const { changed, unchanged, problems } = await update(folder, [broken.url], ['npm']);
  expect([changed, unchanged, problems]).toEqual([
    0,
    0,
    [{ code: 'feed-unreachable', message: `${broken.url}/npm.zip: the server answered 404`, source: 'npm.zip' }],
  ]);
  using database = openDatabase(folder.at('db'));
  expect(database.findAffected('npm', 'a').length).toBe(1);
});

it('tries again when a server is out of order', async () => {
  using folder = createFolder();
  await using mirror = await serve({ 'npm.zip': createZip({ 'X-1.json': record('X-1') }) }, (_request, response, count) => {
    if (count > 0) return false;
    response.writeHead(503).end();
    return true;
  });
  const { changed, problems } = await update(folder, [mirror.url], ['npm']);
  expect([changed, problems, mirror.log]).toEqual([1, [], ['/npm.zip 503', '/npm.zip 200']]);
});

it('half an archive is a problem, and nothing of it counts', async () => {
  using folder = createFolder();
  const archive = createZip({ 'X-1.json': record('X-1') });
  await using mirror = await serve({ 'npm.zip': archive.subarray(0, archive.length - 10), 'known_exploited_vulnerabilities.json': KEV });
  const { problems, feeds } = await update(folder, [mirror.url]);
  expect([problems, feeds.map(({ name, row }) => [name, row.records])]).toEqual([
    [
      {
        code: 'feed-broken',
        message: 'it cannot be read to its end: it is no ZIP archive, or only the beginning of one',
        source: 'npm.zip',
      },
    ],
    [
      ['kev', 1],
      ['osv', 0],
    ],
  ]);
});

it('takes a URL for that of a publisher, and asks there for what has changed', async () => {
  using folder = createFolder();
  const files: Record<string, string | Uint8Array> = {
    'npm/all.zip': createZip({ 'X-1.json': record('X-1') }),
    'npm/modified_id.csv': '2026-11-01T00:00:00Z,X-1\n2026-11-01T00:00:00Z,X-2\n',
    'npm/X-2.json': record('X-2'),
    'npm/X-3.json': record('X-3'),
    'core/repodata/repomd.xml': '<repomd><data type="updateinfo"><location href="repodata/u.xml"/></data></repomd>',
    'core/repodata/u.xml':
      '<updates><update type="security"><id>ALAS2-1</id><pkglist><collection><package name="a" version="2"/></collection></pkglist></update></updates>',
  };
  await using server = await serve(files);
  files['2/core/latest/x86_64/mirror.list'] = `${server.url}/core\n`;
  const step = (now: string, only: readonly string[]) =>
    updateDatabase({
      folder: folder.at('cache'),
      file: folder.at('db'),
      now,
      mirrors: ['http://127.0.0.1:1'],
      only,
      sources: { osv: `${server.url}/`, amazon: server.url },
    });
  const first = await step(NOW, ['npm']);
  expect([first.changed, first.problems, first.feeds[0]?.row.records]).toEqual([1, [], 2]);
  files['npm/modified_id.csv'] = '2026-11-30T13:00:00Z,X-3\n2026-11-01T00:00:00Z,X-1\n';
  const second = await step('2026-11-30T14:00:00.000Z', ['npm']);
  expect([second.changed, second.problems, second.feeds[0]?.row.records]).toEqual([1, [], 3]);
  expect(server.log).toEqual([
    '/npm/all.zip 200',
    '/npm/modified_id.csv 200',
    '/npm/X-2.json 200',
    '/npm/modified_id.csv 200',
    '/npm/X-3.json 200',
  ]);
  const third = await step('2026-11-30T15:00:00.000Z', ['amazon']);
  expect([third.changed, third.problems.map(({ source }) => source), third.feeds.map(({ name, row }) => [name, row.records])]).toEqual([
    1,
    ['amazon-2023-updateinfo.xml.gz'],
    [
      ['amazon', 1],
      ['osv', 3],
    ],
  ]);
});

it('knows what it can fetch', async () => {
  using folder = createFolder();
  await expect(update(folder, ['http://127.0.0.1:1'], ['windows'])).rejects.toThrow(
    "'windows' is no feed that can be fetched, and no ecosystem of OSV",
  );
  const options = { folder: folder.at('cache'), file: folder.at('db'), now: NOW, mirrors: [], only: ['kev'] };
  await expect(updateDatabase({ ...options, sources: { npm: 'http://127.0.0.1:1' } })).rejects.toThrow(
    "'npm' is no feed that can be fetched",
  );
});
