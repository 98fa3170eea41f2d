import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDatabase } from '@breakwater/advisory';
import { type Answer, clusters, scanners, scans } from '@breakwater/api';
import { ImageRegistry } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { type Platform, startPlatform, startSensorRole } from './platform.ts';
import { type Role, startRole } from './processes.ts';
import { waitUntil } from './wait-until.ts';

type Scan = Answer<typeof scans.endpoints.list>['results'][number];

const PORT = 17_760;
/** A package that nobody knows anything of, and one with a weakness. */
const FILES = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n',
  'var/lib/dpkg/status': ['openssl', 'zlib1g']
    .map(name => `Package: ${name}\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\n`)
    .join('\n'),
};

export const journey: Journey = {
  name: 'an image that a cluster runs is read once, also when its scanner dies, and matched again by newer advisories without being pulled',
  run: async (_, report) => {
    const folder = createFolder('scanner');
    const registry = new ImageRegistry();
    await registry.start();
    const { reference } = registry.push('shop/cart', '1', FILES);
    const missing = `${registry.host}/shop/none:1`;
    writeManifests(join(folder, 'manifests'), [reference, missing]);
    const database = join(folder, 'advisories.db');
    await build(folder, database, 1);
    const platform = await startPlatform(folder, PORT);
    const sensor = await startSensorRole(platform, 'shop', ['--folder', join(folder, 'manifests')]);
    const options = ['--db', database, '--offline', '--plain-http', registry.host];
    registry.delay = 60_000;
    const killed = await startScannerRole(platform, 'scanner', options);
    await waitUntil('the image is being read', 60, async () => (await listScans(platform, 'state=running')).length > 0);
    await killed.kill();
    registry.delay = 0;
    const scanner = await startScannerRole(platform, 'scanner', options);
    const problems: string[] = [];
    try {
      await waitUntil('the image is read', 60, async () => (await listScans(platform, 'state=done,kind=inspect')).length === 1);
      await waitUntil('the other one is not', 60, async () => (await listScans(platform, 'state=failed')).length === 1);
      const [failed] = await listScans(platform, 'state=failed');
      if (failed?.error?.code !== 'image-not-found') problems.push(`what is missing fails with ${JSON.stringify(failed?.error)}`);
      const [read] = await listScans(platform, 'state=done,kind=inspect');
      if (read?.attempts !== 0) problems.push(`what was interrupted ends with ${JSON.stringify(read)}`);
      const asked = registry.requests.length;
      report(`read with ${asked} requests to the registry`);
      const before = await readDatabase(platform);
      const start = performance.now();
      await build(folder, database, 2);
      await waitUntil('the scanner has the new advisories', 60, async () => (await readDatabase(platform)) !== before);
      await waitUntil('nothing waits', 60, async () => (await listScans(platform, 'kind=match')).length === 0);
      report(`matched again ${Math.round(performance.now() - start)} ms after the advisories changed`);
      if (registry.requests.length !== asked) problems.push(`the registry was asked ${registry.requests.length - asked} times more`);
    } finally {
      await scanner.stop();
      await sensor.stop();
      await platform.server.stop();
      await registry.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

async function listScans({ admin }: Platform, filter: string): Promise<readonly Scan[]> {
  return (await admin.call(scans.endpoints.list, { query: { filter } })).results;
}

async function readDatabase({ admin }: Platform): Promise<string> {
  const { results } = await admin.call(scanners.endpoints.list, { query: {} });
  return results[0]?.database?.digest ?? '';
}

/** The database as a scanner finds it: a whole new file in the place of the old one. */
async function build(folder: string, file: string, count: number): Promise<void> {
  const source = join(folder, 'advisories');
  mkdirSync(source, { recursive: true });
  const names = ['openssl', 'zlib1g'].slice(0, count);
  const records = names.map((name, index) => ({
    id: `DEBIAN-CVE-2026-000${index + 1}`,
    upstream: [`CVE-2026-000${index + 1}`],
    modified: `2026-0${index + 1}-01T00:00:00Z`,
    affected: [
      { package: { ecosystem: 'Debian:12', name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0-1' }] }] },
    ],
  }));
  writeFileSync(join(source, 'debian.jsonl'), `${records.map(record => JSON.stringify(record)).join('\n')}\n`);
  await buildDatabase(source, `${file}.new`, { now: new Date().toISOString() });
  renameSync(`${file}.new`, file);
}

function writeManifests(folder: string, images: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const pods = images.map((image, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `app-${index}`, namespace: 'shop' },
    spec: { containers: [{ name: 'app', image }] },
  }));
  writeFileSync(join(folder, 'pods.yaml'), pods.map(pod => JSON.stringify(pod)).join('\n---\n'));
}

/** Starts a scanner that joins by a token. */
export async function startScannerRole(platform: Platform, name: string, options: readonly string[]): Promise<Role> {
  const { secret } = await platform.admin.call(clusters.endpoints.createJoinToken, { body: { name } });
  // A scanner that knows the server does not need the token; one that has forgotten it would.
  const words = ['scanner', '--join', secret, '--name', name, '--data', join(platform.folder, name), ...options];
  return startRole(platform.folder, `scanner-${name}`, words, /^scanning for/m);
}
