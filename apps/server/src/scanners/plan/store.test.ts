import { createHash } from 'node:crypto';
import { READERS_PREFIX } from '@breakwater/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../database/open-database.ts';
import { objects } from '../../ingest/object/store.ts';
import { workloads } from '../../ingest/workload/store.ts';
import { buildObject, buildWorkload } from '../../testing/items.ts';
import { openTestDatabase } from '../../testing/test-database.ts';
import { toDigest } from '../../testing/test-scanner.ts';
import { PRIORITY } from '../holder.ts';
import { listKnown } from '../jobs/store.ts';
import { planOnce } from '../planner.ts';
import { listPullSecrets } from '../pull-secrets/store.ts';
import { listMissing, listOutdated, REREAD_PER_HOUR } from './store.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { pool } = database;
  await pool.query(
    'TRUNCATE scan_job, image, image_reference, image_vulnerability, workload, workload_image, object, cluster, watched_image CASCADE',
  );
  await pool.query("INSERT INTO cluster (id, name, type) VALUES ('c1', 'c1', 'kubernetes'), ('c2', 'c2', 'kubernetes')");
});

interface Run {
  readonly cluster?: string;
  readonly name: string;
  readonly image: string;
  readonly digests?: string[];
  readonly node?: string;
  readonly raw?: Record<string, unknown>;
}

async function run({ cluster = 'c1', name, image, digests = [], node, raw = {} }: Run): Promise<void> {
  const containers = [{ name: 'main', type: 'regular' as const, image, digests, settings: [], ports: [] }];
  const pods = node === undefined ? [] : [{ name: `${name}-1`, node, phase: 'Running', startedAt: '' }];
  const client = await database.pool.connect();
  await workloads.put(client, cluster, [buildWorkload({ name }, { containers, pods })]);
  await objects.put(client, cluster, [buildObject({ name }, raw)]);
  client.release();
}

async function addNode(cluster: string, name: string, architecture: string): Promise<void> {
  const client = await database.pool.connect();
  const raw = { status: { nodeInfo: { operatingSystem: 'linux', architecture } } };
  await objects.put(client, cluster, [buildObject({ kind: 'Node', namespace: '', name }, raw)]);
  client.release();
}

async function addImage(
  digest: string,
  { reference = 'x', index = null as string | null, platform = 'linux/amd64', age = '0' } = {},
): Promise<void> {
  await database.pool.query(
    `INSERT INTO image (digest, index_digest, reference, platform, os_id, os_version, os_name, bytes, "user", base_name, base_digest, base_method, surface,
      secret_count, package_count, layer_count, complete, output, content, catalogers)
    VALUES ($1, $2, $3, $4, '', '', '', 1, '', '', '', '', 1, 0, 0, 1, true, '', '{}', '')`,
    [digest, index, reference, platform],
  );
  await database.pool.query('INSERT INTO image_reference (reference, digest, seen_at) VALUES ($1, $2, now() - $3::interval)', [
    reference,
    digest,
    age,
  ]);
}

const missing = async () =>
  (await listMissing(database.pool))
    .map(({ reference, digest = '', platform = '', clusters = [], priority }) => [
      reference,
      digest.slice(0, 12),
      platform,
      clusters.join(),
      priority,
    ])
    .toSorted();

const [A, B] = [toDigest('a'), toDigest('b')];

test('one digest is one job, in however many clusters and under however many names', async () => {
  await run({ name: 'web', image: 'r.example/web:1', digests: [A] });
  await run({ cluster: 'c2', name: 'web', image: 'r.example/web:latest', digests: [A, B] });
  expect(await missing()).toStrictEqual([
    ['r.example/web:1', A.slice(0, 12), '', 'c1,c2', PRIORITY.running],
    ['r.example/web:latest', B.slice(0, 12), '', 'c2', PRIORITY.running],
  ]);
});

test('what pods do not report yet is looked up by its reference, and again after a day', async () => {
  await run({ name: 'web', image: 'r.example/web:1' });
  expect(await missing()).toStrictEqual([['r.example/web:1', '', '', 'c1', PRIORITY.running]]);
  await addImage(A, { reference: 'r.example/web:1' });
  expect(await missing()).toStrictEqual([]);
  await database.pool.query("UPDATE image_reference SET seen_at = now() - interval '25 hours'");
  expect(await missing()).toStrictEqual([['r.example/web:1', '', '', 'c1', PRIORITY.refresh]]);
});

test('an image that is known by its own digest, its index or its configuration is not read again', async () => {
  await addImage(B, { index: A });
  await run({ name: 'web', image: 'r.example/web:1', digests: [A, B] });
  expect(await missing()).toStrictEqual([]);
});

test('the nodes say which platform is meant', async () => {
  await addNode('c1', 'one', 'arm64');
  await addNode('c2', 'one', 'arm64');
  await addNode('c2', 'two', 'amd64');
  await run({ name: 'web', image: 'r.example/web:1', digests: [A] });
  await run({ cluster: 'c2', name: 'api', image: 'r.example/api:1', digests: [B], node: 'two' });
  await run({ cluster: 'c2', name: 'job', image: 'r.example/job:1' });
  expect(await missing()).toStrictEqual([
    ['r.example/api:1', B.slice(0, 12), 'linux/amd64', 'c2', PRIORITY.running],
    ['r.example/job:1', '', '', 'c2', PRIORITY.running],
    ['r.example/web:1', A.slice(0, 12), 'linux/arm64', 'c1', PRIORITY.running],
  ]);
  await addImage(toDigest('amd64'), { index: A, platform: 'linux/amd64' });
  expect((await missing()).map(([reference]) => reference)).toContain('r.example/web:1');
  await addImage(toDigest('arm64'), { index: A, platform: 'linux/arm64/v8', reference: 'y' });
  expect((await missing()).map(([reference]) => reference)).not.toContain('r.example/web:1');
});

test('a plan is kept until nobody runs the image, and what pods report is written down', async () => {
  await run({ name: 'web', image: 'r.example/web:1', digests: [A] });
  await run({ name: 'api', image: 'r.example/api:1', digests: [B] });
  await addImage(B, { reference: 'other', age: '2 days' });
  await planOnce(database.pool);
  await planOnce(database.pool);
  const read = async () => (await database.pool.query("SELECT reference, state FROM scan_job WHERE state <> 'done'")).rows;
  expect(await read()).toStrictEqual([{ reference: 'r.example/web:1', state: 'waiting' }]);
  const { rows } = await database.pool.query("SELECT reference FROM image_reference WHERE seen_at > now() - interval '1 hour'");
  expect(rows).toStrictEqual([{ reference: 'r.example/api:1' }]);
  await database.pool.query("DELETE FROM workload_image WHERE reference = 'r.example/web:1'");
  await planOnce(database.pool);
  expect(await read()).toStrictEqual([]);
});

test('what a request waits for is read like what runs, for a day', async () => {
  await addNode('c1', 'one', 'arm64');
  await database.pool.query("INSERT INTO wanted_image (cluster, reference) VALUES ('c1', 'r.example/new:1'), ('c2', 'r.example/new:2')");
  const both = [
    ['r.example/new:1', '', 'linux/arm64', 'c1', PRIORITY.running],
    ['r.example/new:2', '', '', 'c2', PRIORITY.running],
  ];
  expect(await missing()).toStrictEqual(both);
  await run({ name: 'new', image: 'r.example/new:1' });
  expect(await missing()).toStrictEqual(both);
  await database.pool.query("UPDATE wanted_image SET asked_at = now() - interval '25 hours'");
  expect(await missing()).toStrictEqual([both[0]]);
});

test('clusters that were removed run nothing', async () => {
  await run({ name: 'web', image: 'r.example/web:1', digests: [A] });
  await database.pool.query('UPDATE cluster SET removed_at = now()');
  expect(await missing()).toStrictEqual([]);
});

test('what is watched is queued when it is due, once', async () => {
  await database.pool.query(
    "INSERT INTO watched_image (pattern, hours, created_by) VALUES ('r.example/web:1', 24, 'kim'), ('r.example/api:v*', 24, 'kim')",
  );
  await planOnce(database.pool);
  await planOnce(database.pool);
  const { rows } = await database.pool.query('SELECT kind, reference, registry, priority FROM scan_job ORDER BY kind');
  expect(rows).toStrictEqual([
    { kind: 'inspect', reference: 'r.example/web:1', registry: 'r.example', priority: PRIORITY.watched },
    { kind: 'list-tags', reference: 'r.example/api', registry: 'r.example', priority: PRIORITY.watched },
  ]);
});

test('secrets are named as the pods and their service accounts name them, for the clusters of the scanner alone', async () => {
  const template = { spec: { template: { spec: { imagePullSecrets: [{ name: 'of-pod' }, { name: 'of-pod' }] } } } };
  await run({ name: 'web', image: 'r.example/web:1', digests: [A], raw: template });
  await run({ cluster: 'c2', name: 'web', image: 'r.example/web:2', digests: [A], raw: template });
  const client = await database.pool.connect();
  await objects.put(client, 'c1', [
    buildObject({ kind: 'ServiceAccount', name: 'default' }, { imagePullSecrets: [{ name: 'of-account' }] }),
  ]);
  client.release();
  await planOnce(database.pool);
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM scan_job');
  const ids = rows.map(({ id }) => id);
  expect([...(await listPullSecrets(database.pool, ids, ['c1'])).values()]).toStrictEqual([
    [{ cluster: 'c1', namespace: 'shop', names: ['of-account', 'of-pod'] }],
  ]);
  expect([...(await listPullSecrets(database.pool, ids, ['c3'])).values()]).toStrictEqual([]);
});

const toReaders = (catalogers: string): string => `${READERS_PREFIX}${createHash('sha256').update(catalogers).digest('hex')}`;

async function addScanner(id: string, capabilities: readonly string[], seen = '0'): Promise<void> {
  await database.pool.query('INSERT INTO scanner (name, capabilities, seen_at) VALUES ($1, $2, now() - $3::interval)', [
    id,
    capabilities,
    seen,
  ]);
}

describe('what was read by other catalogers than scanners have now', () => {
  const outdated = async () => (await listOutdated(database.pool)).map(({ digest = '', reference }) => [digest.slice(0, 12), reference]);
  const ALL = [
    [A.slice(0, 12), 'r.example/web:1'],
    [B.slice(0, 12), 'r.example/api:1'],
  ].toSorted();

  beforeEach(async () => {
    await database.pool.query('TRUNCATE scanner');
    await addImage(A, { reference: 'r.example/web:1', index: toDigest('index') });
    await addImage(B, { reference: 'r.example/api:1' });
    await addImage(toDigest('c'), { reference: 'nobody/runs:1' });
    await database.pool.query("UPDATE image SET catalogers = 'dpkg@1'");
    await run({ name: 'web', image: 'r.example/web:1', digests: [toDigest('index')] });
    await run({ name: 'api', image: 'r.example/api:1' });
  });

  test.each<[string, readonly (readonly [readonly string[], string?])[], readonly string[][]]>([
    ['nobody scans', [], []],
    ['the same', [[[toReaders('dpkg@1')]]], []],
    ['other ones', [[['inspect', toReaders('dpkg@2')]], [[toReaders('dpkg@2'), 'match']]], ALL],
    ['scanners of several versions', [[[toReaders('dpkg@2')]], [[toReaders('dpkg@1')]]], []],
    ['a scanner that does not say it', [[[toReaders('dpkg@2')]], [['inspect']]], []],
    ['only such', [[['inspect']]], []],
    ['a scanner that is gone', [[[toReaders('dpkg@2')]], [[toReaders('dpkg@1')], '11 minutes']], ALL],
  ])('%s', async (_title, scanners, expected) => {
    for (const [index, [capabilities, seen]] of scanners.entries()) await addScanner(`s${index}`, capabilities, seen);
    expect((await outdated()).toSorted()).toStrictEqual(expected);
  });

  test('is read again once, with the least priority, though it is known', async () => {
    await addScanner('s', [toReaders('dpkg@2')]);
    await planOnce(database.pool);
    await planOnce(database.pool);
    const { rows } = await database.pool.query<{ id: string; digest: string; priority: number }>(
      "SELECT id, digest, priority FROM scan_job WHERE kind = 'inspect' ORDER BY digest",
    );
    expect(rows.map(({ digest, priority }) => [digest, priority])).toStrictEqual(
      [A, B].toSorted().map(digest => [digest, PRIORITY.reread]),
    );
    const ids = rows.map(({ id }) => id);
    expect(await listKnown(database.pool, ids)).toStrictEqual(new Map());
    expect(await outdated()).toStrictEqual([]);
  });

  test('of many only so many within an hour', async () => {
    await addScanner('s', [toReaders('dpkg@2')]);
    await database.pool.query(
      `INSERT INTO scan_job (kind, subject, priority, state) SELECT 'inspect', n::text, ${PRIORITY.reread}, 'done' FROM generate_series(2, ${REREAD_PER_HOUR}) AS n`,
    );
    expect((await outdated()).length).toBe(1);
    await database.pool.query("UPDATE scan_job SET created_at = now() - interval '61 minutes'");
    expect((await outdated()).length).toBe(2);
  });
});
