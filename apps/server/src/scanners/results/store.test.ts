import { gzipSync } from 'node:zlib';
import type { ScanResult } from '@breakwater/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../database/open-database.ts';
import { addScanner, buildLease, openTestDatabase } from '../../testing/test-database.ts';
import { buildDatabase, buildFinding, buildInspection, buildMatch, toDigest } from '../../testing/test-scanner.ts';
import { queueMatches, seeDatabase } from '../databases/store.ts';
import { PRIORITY } from '../holder.ts';
import { leaseJobs } from '../jobs/store.ts';
import { queuePulls } from '../queue/store.ts';
import { readResult } from './read-result.ts';
import { type Stored, storeInspection, storeMatch, storeSame } from './store.ts';

const DIGEST = toDigest('cart');
const REFERENCE = 'registry.example/cart:1';
const OLD = buildDatabase('2026-11-01T00:00:00.000Z');
const NEW = buildDatabase('2026-11-02T00:00:00.000Z');
const NEWEST = buildDatabase('2026-11-03T00:00:00.000Z');

let database: Database;
let scanner: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    'TRUNCATE scan_job, registry_pause, scanner, image, image_reference, image_vulnerability, advisory_database CASCADE',
  );
  scanner = await addScanner(database);
});

async function deliver(result: ScanResult, digest = DIGEST): Promise<Stored | string> {
  await queuePulls(database.pool, [{ kind: 'inspect', reference: REFERENCE, digest, priority: PRIORITY.running }]);
  return deliverTo(result, await leaseOne('inspect'));
}

async function leaseOne(kind: 'inspect' | 'match', built = NEWEST) {
  const [job] = await leaseJobs(database.pool, scanner, buildLease({ kinds: [kind], max: 1, database: built }));
  if (job === undefined) throw new TypeError('nothing is to be done');
  return { scanner, job: job.id, lease: job.lease };
}

async function deliverTo(result: ScanResult, holder: Awaited<ReturnType<typeof leaseOne>>): Promise<Stored | string> {
  const read = readResult(result.kind === 'match' ? 'match' : 'inspect', gzipSync(JSON.stringify(result)));
  if (read.kind === 'inspect') return storeInspection(database.pool, holder, read);
  if (read.kind === 'same') return storeSame(database.pool, holder, read.digest);
  return read.kind === 'match' ? storeMatch(database.pool, holder, read.match) : read.kind;
}

async function read<T extends object>(text: string): Promise<readonly T[]> {
  return (await database.pool.query<T>(text)).rows;
}

const listOpen = () => read(`SELECT kind, digest, state FROM scan_job WHERE state <> 'done' ORDER BY kind, digest`);
const listFindings = () =>
  read(`SELECT id, severity, fixed_in, layer, kev, first_seen < now() - interval '1 hour' AS old FROM image_vulnerability ORDER BY id`);

describe('what was read of an image', () => {
  test('is stored with what was found in it, and the job is done', async () => {
    await seeDatabase(database.pool, OLD);
    const kev = { added: '2026-03-01', ransomware: false };
    const findings = [
      buildFinding('CVE-1', { kev, severity: 'critical' }),
      buildFinding('CVE-2', { fixedIn: [], risk: { score: 80, reasons: [] } }),
    ];
    expect(await deliver(buildInspection(DIGEST, { match: buildMatch(OLD, findings) }))).toBe('stored');
    const [image] = await read<Record<string, unknown>>('SELECT * FROM image');
    const { output, content, inspected_at, matched_at, match_hash, ...columns } = image ?? {};
    expect([Buffer.isBuffer(output), typeof inspected_at, typeof matched_at, typeof match_hash]).toStrictEqual([
      true,
      'string',
      'string',
      'string',
    ]);
    expect(content).toStrictEqual(buildInspection(DIGEST).content);
    expect(columns).toStrictEqual({
      digest: DIGEST,
      index_digest: null,
      config_digest: null,
      programs: {
        digests: [DIGEST],
        platform: 'linux/amd64',
        entrypoint: [],
        command: [],
        paths: ['usr/bin/openssl'],
        owners: [-1],
        packages: [],
      },
      reference: REFERENCE,
      platform: 'linux/amd64',
      os_id: 'debian',
      os_version: '12',
      os_name: 'Debian 12',
      created: '2026-05-01T10:00:00.000Z',
      bytes: 100,
      user: '',
      base_name: 'debian:12',
      base_digest: '',
      base_method: 'label',
      surface: 90,
      secret_count: 0,
      package_count: 1,
      layer_count: 1,
      complete: true,
      catalogers: 'dpkg@1',
      database_digest: OLD.digest,
      database_built: OLD.built,
      not_evaluated: [],
      critical: 1,
      high: 1,
      medium: 0,
      low: 0,
      fixable: 1,
      exploited: 1,
      risk: 80,
    });
    expect(await listFindings()).toStrictEqual([
      { id: 'CVE-1', severity: 4, fixed_in: ['2.0-1'], layer: 1, kev: true, old: false },
      { id: 'CVE-2', severity: 3, fixed_in: [], layer: 1, kev: false, old: false },
    ]);
    expect(await read('SELECT reference, digest FROM image_reference')).toStrictEqual([{ reference: REFERENCE, digest: DIGEST }]);
    expect(await listOpen()).toStrictEqual([]);
  });

  test('without a database waits to be matched by the next one', async () => {
    await deliver(buildInspection(DIGEST));
    expect([await read('SELECT matched_at FROM image'), await listOpen()]).toStrictEqual([[{ matched_at: null }], []]);
    await seeDatabase(database.pool, OLD);
    expect(await listOpen()).toStrictEqual([{ kind: 'match', digest: DIGEST, state: 'waiting' }]);
  });

  test('of another image than was asked for is not stored', async () => {
    expect(await deliver(buildInspection(toDigest('other')))).toBe('other-image');
    expect(await read('SELECT FROM image')).toStrictEqual([]);
  });

  test('counts for the digest of its index, too', async () => {
    const index = toDigest('index');
    expect(await deliver(buildInspection(DIGEST, { indexDigest: index }), index)).toBe('stored');
  });

  test('is dropped when the job is another scanner’s by now', async () => {
    await queuePulls(database.pool, [{ kind: 'inspect', reference: REFERENCE, digest: DIGEST, priority: PRIORITY.running }]);
    const late = await leaseOne('inspect');
    await database.pool.query("UPDATE scan_job SET lease_ends_at = now() - interval '1 second'");
    const next = await leaseOne('inspect');
    expect(await deliverTo(buildInspection(DIGEST), late)).toBe('lease-lost');
    expect(await read('SELECT FROM image')).toStrictEqual([]);
    expect(await deliverTo(buildInspection(DIGEST), next)).toBe('stored');
  });

  test('need not be sent again where the reference stands for an image that is known', async () => {
    await deliver(buildInspection(DIGEST));
    await database.pool.query("UPDATE image_reference SET seen_at = now() - interval '2 days'");
    expect(await deliver({ kind: 'same', digest: DIGEST })).toBe('stored');
    expect(await read("SELECT seen_at > now() - interval '1 minute' AS fresh FROM image_reference")).toStrictEqual([{ fresh: true }]);
    expect(await deliver({ kind: 'same', digest: toDigest('unknown') })).toBe('other-image');
  });
});

describe('a newer database', () => {
  beforeEach(async () => {
    await seeDatabase(database.pool, OLD);
    const findings = [buildFinding('CVE-1'), buildFinding('CVE-2')];
    await deliver(buildInspection(DIGEST, { match: buildMatch(OLD, findings) }));
    await database.pool.query("UPDATE image_vulnerability SET first_seen = now() - interval '3 days'");
  });

  test('queues what is stored, once, and not for whoever has an older one', async () => {
    await seeDatabase(database.pool, NEW);
    await seeDatabase(database.pool, NEW);
    await queueMatches(database.pool);
    expect(await listOpen()).toStrictEqual([{ kind: 'match', digest: DIGEST, state: 'waiting' }]);
    expect(await leaseJobs(database.pool, scanner, buildLease({ database: OLD }))).toStrictEqual([]);
    expect(await leaseJobs(database.pool, scanner, buildLease())).toStrictEqual([]);
    expect(await leaseJobs(database.pool, scanner, buildLease({ database: NEW }))).toHaveLength(1);
  });

  test('adds, changes and removes, and what stays keeps the day on which it was first seen', async () => {
    await seeDatabase(database.pool, NEW);
    const match = buildMatch(NEW, [buildFinding('CVE-2', { severity: 'critical' }), buildFinding('CVE-3', { severity: 'low' })]);
    expect(await deliverTo({ kind: 'match', match }, await leaseOne('match'))).toBe('stored');
    expect(await listFindings()).toMatchObject([
      { id: 'CVE-2', severity: 4, old: true },
      { id: 'CVE-3', severity: 1, old: false },
    ]);
    expect(await read('SELECT critical, high, low, database_digest FROM image')).toStrictEqual([
      { critical: 1, high: 0, low: 1, database_digest: NEW.digest },
    ]);
    expect(await listOpen()).toStrictEqual([]);
  });

  test('that finds the same is written down without findings being sent', async () => {
    await seeDatabase(database.pool, NEW);
    const { findings: _same, ...match } = buildMatch(NEW, [buildFinding('CVE-1'), buildFinding('CVE-2')]);
    expect(await deliverTo({ kind: 'match', match }, await leaseOne('match'))).toBe('stored');
    expect([await read('SELECT high, database_digest FROM image'), (await listFindings()).length]).toStrictEqual([
      [{ high: 2, database_digest: NEW.digest }],
      2,
    ]);
  });

  test('is not taken to have found the same by whoever never saw what was found', async () => {
    await seeDatabase(database.pool, NEW);
    const { findings: _lie, ...match } = buildMatch(NEW, [buildFinding('CVE-9')]);
    await deliverTo({ kind: 'match', match }, await leaseOne('match'));
    expect(await read('SELECT database_digest FROM image')).toStrictEqual([{ database_digest: OLD.digest }]);
    expect(await listOpen()).toStrictEqual([{ kind: 'match', digest: DIGEST, state: 'waiting' }]);
  });

  test('that comes while it is matched by the one before leads to another match', async () => {
    await seeDatabase(database.pool, NEW);
    const holder = await leaseOne('match', NEW);
    await seeDatabase(database.pool, NEWEST);
    await deliverTo({ kind: 'match', match: buildMatch(NEW, [buildFinding('CVE-1')]) }, holder);
    expect(await listOpen()).toStrictEqual([{ kind: 'match', digest: DIGEST, state: 'waiting' }]);
    expect(await leaseJobs(database.pool, scanner, buildLease({ kinds: ['match'], database: NEW }))).toStrictEqual([]);
    await deliverTo({ kind: 'match', match: buildMatch(NEWEST, []) }, await leaseOne('match'));
    expect([await listFindings(), await listOpen()]).toStrictEqual([[], []]);
  });

  test('is not undone by an older one', async () => {
    await seeDatabase(database.pool, NEW);
    await deliverTo({ kind: 'match', match: buildMatch(NEW, [buildFinding('CVE-3')]) }, await leaseOne('match'));
    await database.pool.query("DELETE FROM scan_job WHERE kind = 'inspect'");
    await deliver(buildInspection(DIGEST, { match: buildMatch(OLD, [buildFinding('CVE-1')]) }));
    expect((await listFindings()).map(row => (row as { id: string }).id)).toStrictEqual(['CVE-3']);
  });
});
