/**
 * Reading an image: gunzip, both digests and the walk over the members, in MB of tar per core; then an image of this machine's own system
 * folders and of node_modules from one end to the other. Run: node bench/image.ts
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { CacheFolder, inspectImage, openImage, WorkFolder } from '@breakwater/image';

const BAR_MB_PER_CORE = 250;
const BAR_WALL_S = 6;
const BAR_PEAK_MB = 350;
const BAR_CACHED_MS = 300;

/** What an image of Debian has; the compilers and documents of a developer's machine left out. */
const SYSTEM = [
  'etc/os-release',
  'usr/lib/os-release',
  'usr/bin',
  'usr/sbin',
  'usr/lib/python3',
  'usr/share/java',
  'usr/share/maven-repo',
  'var/lib/dpkg',
];
const PARTS = 'react react-dom @patternfly typescript vitest vite esbuild playwright-core fastify pg kysely undici'.split(' ');
const OWN = PARTS.map(name => `node_modules/${name}`);

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return `sha256:${hash.digest('hex')}`;
}

function packLayer(folder: string, name: string, root: string, paths: readonly string[]): string {
  const path = join(folder, name);
  execFileSync('tar', ['-C', root, '-cf', path, ...paths.filter(one => existsSync(join(root, one)))], { stdio: 'ignore' });
  return path;
}

/** An OCI layout with gzip layers, put into an archive as skopeo would. */
async function buildImage(folder: string): Promise<string> {
  const root = resolve(import.meta.dirname, '..');
  const tars = [packLayer(folder, 'system.tar', '/', SYSTEM), packLayer(folder, 'app.tar', root, OWN)];
  const diffIds = await Promise.all(tars.map(hashFile));
  for (const tar of tars) execFileSync('gzip', ['-6', tar]);
  const blobs = join(folder, 'layout/blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const layers = [];
  for (const tar of tars) layers.push(await addFile(blobs, `${tar}.gz`));
  const config = await addText(folder, blobs, {
    os: 'linux',
    architecture: 'amd64',
    config: {},
    rootfs: { type: 'layers', diff_ids: diffIds },
  });
  const manifest = await addText(folder, blobs, {
    schemaVersion: 2,
    config: { ...config, mediaType: 'application/vnd.oci.image.config.v1+json' },
    layers,
  });
  writeFileSync(join(folder, 'layout/index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(join(folder, 'layout/oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  execFileSync('tar', ['-C', join(folder, 'layout'), '-cf', join(folder, 'image.tar'), '.']);
  return join(folder, 'image.tar');
}

async function addFile(blobs: string, path: string) {
  const digest = await hashFile(path);
  const size = statSync(path).size;
  renameSync(path, join(blobs, digest.slice('sha256:'.length)));
  return { digest, size };
}

async function addText(folder: string, blobs: string, value: unknown) {
  const path = join(folder, 'document.json');
  writeFileSync(path, JSON.stringify(value));
  return await addFile(blobs, path);
}

// As the command line does it: V8 else collects garbage each time that a few buffers came and went.
setFlagsFromString('--no-incremental-marking');

/** As bin/breakwater starts it. */
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' };

/** In a process of its own, so that its memory and time are its own. */
async function measure(path: string, mode: string): Promise<void> {
  using folder = new WorkFolder();
  await using source = await openImage(path, { folder, registry: {} });
  const start = performance.now();
  const before = process.cpuUsage();
  const part = mode === 'walk' ? { catalogers: [], searchSecrets: false } : { cache: new CacheFolder(join(path, '../cache')) };
  const { layers, packages, files, complete } = await inspectImage(source, { folder, ...part });
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const { maxRSS } = process.resourceUsage();
  const megabytes = layers.reduce((sum, layer) => sum + layer.tarBytes, 0) / 1e6;
  const cpu = (user + system) / 1e6;
  console.log(JSON.stringify({ megabytes, wall, cpu, peak: maxRSS / 1024, packages: packages.length, files: files.count, complete }));
}

interface Measured {
  readonly megabytes: number;
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
  readonly packages: number;
  readonly files: number;
  readonly complete: boolean;
}

function run(path: string, mode: 'walk' | 'whole'): Measured {
  const { stdout, status, stderr } = spawnSync(process.execPath, [import.meta.filename, mode, path], { encoding: 'utf8', env: MEMORY });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

const judge = (isMet: boolean): string => (isMet ? 'met' : 'MISSED');

function report(walk: Measured, whole: Measured, cached: Measured): void {
  const rate = walk.megabytes / walk.cpu;
  console.log(
    `image: ${Math.round(walk.megabytes)} MB of tar, ${walk.files} files, ${whole.packages} packages, complete: ${whole.complete}`,
  );
  console.log(`gunzip, digests, walk: ${Math.round(rate)} MB/s per core  bar ${BAR_MB_PER_CORE}: ${judge(rate >= BAR_MB_PER_CORE)}`);
  console.log(
    `whole, cold: ${whole.wall.toFixed(1)} s, ${whole.cpu.toFixed(1)} s of CPU  bar ${BAR_WALL_S} s: ${judge(whole.wall <= BAR_WALL_S)}`,
  );
  const ms = Math.round(cached.wall * 1000);
  console.log(`cached, from opening the archive on: ${ms} ms  bar ${BAR_CACHED_MS} ms: ${judge(ms <= BAR_CACHED_MS)}`);
  console.log(`peak of memory: ${Math.round(whole.peak)} MB  bar ${BAR_PEAK_MB}: ${judge(whole.peak <= BAR_PEAK_MB)}`);
}

const [mode, path] = process.argv.slice(2);
if (mode !== undefined && path !== undefined) await measure(path, mode);
else {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-image-'));
  try {
    const image = await buildImage(folder);
    report(run(image, 'walk'), run(image, 'whole'), run(image, 'whole'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
