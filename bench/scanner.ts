/**
 * Server and scanner as processes of their own: 2,000 images of 400 packages are read once, and matched again when the advisories change, through
 * the queue, without being pulled. Run: make bench, or node bench/scanner.ts.
 */
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { buildDatabase, openDatabase } from '@breakwater/advisory';
import { type Client, clusters, scanners, scans } from '@breakwater/api';
import { ImageRegistry } from '@breakwater/testkit';
import { matchPackages } from '@breakwater/vulnerability';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';
import { startPlatform } from '../test/e2e/platform/platform.ts';
import { startRole } from '../test/e2e/platform/processes.ts';
import { hasShared, sharedPath } from '../test/shared.ts';

const SIZE = { images: Number(process.argv[2] ?? 2000), packages: 400 };
/** One package in so many is out of date, as in images that somebody looks after. */
const OUTDATED = 5;
const PATCHED = '9999';
const BAR_S = 30;
const PORT = 17_780;
const HOUR_MS = 3_600_000;

/** Names of source packages of Debian 9 that advisories know, with the version of a fix: many have newer weaknesses. */
function readKnown(file: string): readonly (readonly [name: string, version: string])[] {
  using database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT name, body FROM affected WHERE ecosystem = 'Debian' ORDER BY name").all() as readonly Readonly<
    Record<string, string>
  >[];
  return rows.flatMap(({ name = '', body = '[]' }) => {
    const entries = JSON.parse(body) as readonly (readonly [number, string, readonly (readonly [string, string])[][]])[];
    const fixed = entries.filter(([, release]) => release === '9').flatMap(([, , ranges]) => ranges.flat());
    const version = fixed.findLast(([type]) => type === 'fixed')?.[1];
    return version === undefined ? [] : [[name, version] as const];
  });
}

/** Other packages for every image, and many that are in several. */
function listPackages(image: number, known: ReturnType<typeof readKnown>): ReturnType<typeof readKnown> {
  return Array.from({ length: SIZE.packages }, (_, index) => {
    const [name, version] = known[(image * 7 + index * 17) % known.length] ?? ['', ''];
    return [name, index % OUTDATED === 0 ? version : PATCHED];
  });
}

/** What there is to be found in one image, on average. */
function countFindings(file: string, known: ReturnType<typeof readKnown>): number {
  using database = openDatabase(file);
  const distribution = { id: 'debian', version: '9', name: 'Debian 9' };
  const sample = Array.from({ length: 20 }, (_, image) => listPackages(image * 97, known));
  const found = sample.map(packages => {
    const subjects = packages.map(([name, version]) => ({
      name,
      version,
      type: 'deb',
      shown: { name, version, type: 'deb', purl: '', locations: [] },
    }));
    return matchPackages({ packages: subjects, distribution, today: '2026-12-01' }, database).findings.length;
  });
  return Math.round(found.reduce((sum, one) => sum + one, 0) / sample.length);
}

function pushImages(registry: ImageRegistry, known: ReturnType<typeof readKnown>): readonly string[] {
  return Array.from({ length: SIZE.images }, (_, image) => {
    const packages = listPackages(image, known);
    const status = packages.map(
      ([name, version]) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n`,
    );
    const files = { 'etc/os-release': 'ID=debian\nVERSION_ID="9"\nPRETTY_NAME="Debian 9"\n', 'var/lib/dpkg/status': status.join('\n') };
    return registry.push('shop/app', String(image), files).reference;
  });
}

/** The same advisories, built an hour later; with other probabilities every finding is another one. */
function renew(file: string, hours: number, probability: number | undefined): void {
  const next = `${file}.new`;
  copyFileSync(file, next);
  const database = new DatabaseSync(next);
  database.prepare("UPDATE meta SET value = ? WHERE key = 'built'").run(new Date(Date.now() + hours * HOUR_MS).toISOString());
  const body = JSON.stringify({ epss: [probability, probability] });
  if (probability !== undefined)
    database.exec(`INSERT OR REPLACE INTO cve (id, body)
      SELECT DISTINCT named.value, '${body}' FROM record, json_each(record.body, '$.upstream') AS named WHERE named.value LIKE 'CVE-%'
      UNION SELECT id, '${body}' FROM record WHERE id LIKE 'CVE-%'`);
  database.close();
  renameSync(next, file);
}

async function until(what: string, seconds: number, ask: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await ask())) {
    if (performance.now() - start > seconds * 1000) throw new Error(`waited ${seconds} s for: ${what}`);
    await setTimeout(200);
  }
  return (performance.now() - start) / 1000;
}

async function count(admin: Client, filter: string): Promise<number> {
  return (await admin.call(scans.endpoints.list, { query: { filter, limit: 1 } })).total;
}

async function readBuilt(admin: Client): Promise<string> {
  const { results } = await admin.call(scanners.endpoints.list, { query: {} });
  return results[0]?.database?.built ?? '';
}

/** Seconds from the moment at which the new database lies there. */
async function measureRematch(admin: Client, file: string, hours: number, probability: number | undefined): Promise<number> {
  const before = await readBuilt(admin);
  renew(file, hours, probability);
  return until('every image is matched', 600, async () => (await readBuilt(admin)) !== before && (await count(admin, 'kind=match')) === 0);
}

async function measure(folder: string): Promise<boolean> {
  const file = join(folder, 'advisories.db');
  await buildDatabase(sharedPath('data'), file, { now: new Date(Date.now() - 10 * HOUR_MS).toISOString() });
  const registry = new ImageRegistry();
  await registry.start();
  const known = readKnown(file);
  const references = pushImages(registry, known);
  console.log(`${SIZE.packages} of ${known.length} packages in each image, ${countFindings(file, known)} findings`);
  const platform = await startPlatform(folder, PORT);
  const { secret } = await platform.admin.call(clusters.endpoints.createJoinToken, { body: { name: 'scanner' } });
  const words = ['scanner', '--join', secret, '--data', join(folder, 'scanner'), '--db', file, '--offline', '--plain-http', registry.host];
  const scanner = await startRole(folder, 'scanner', words, /^scanning for/m);
  try {
    const { admin } = platform;
    const started = performance.now();
    for (const reference of references) await admin.call(scans.endpoints.create, { body: { reference } });
    await until('every image is read', 1800, async () => (await count(admin, 'state=done')) === SIZE.images);
    const read = (performance.now() - started) / 1000;
    const asked = registry.requests.length;
    console.log(`read and matched ${SIZE.images} images of ${SIZE.packages} packages: ${read.toFixed(1)} s`);
    const same = await measureRematch(admin, file, -9, undefined);
    console.log(`matched again, nothing new: ${same.toFixed(1)} s, bar ${BAR_S} s: ${same <= BAR_S ? 'met' : 'MISSED'}`);
    const changed = await measureRematch(admin, file, -8, 0.5);
    console.log(`matched again, every finding changed: ${changed.toFixed(1)} s, bar ${BAR_S} s: ${changed <= BAR_S ? 'met' : 'MISSED'}`);
    if (registry.requests.length > asked) console.log(`MISSED: the registry was asked ${registry.requests.length - asked} times`);
    return same <= BAR_S && changed <= BAR_S && registry.requests.length === asked;
  } finally {
    await scanner.stop();
    await platform.server.stop();
    await registry.stop();
  }
}

if (!hasShared('data')) {
  console.log('skipped: the advisories are looked for in ../shared/data');
} else {
  const folder = createFolder('bench-scanner');
  const isMet = await measure(folder);
  removeFolder(folder);
  process.exitCode = isMet ? 0 : 1;
}
