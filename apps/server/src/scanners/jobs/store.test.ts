import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../database/open-database.ts';
import { addScanner, buildLease, openTestDatabase } from '../../testing/test-database.ts';
import { storeFailure } from '../failures/store.ts';
import { PRIORITY } from '../holder.ts';
import { type Pull, queuePulls } from '../queue/store.ts';
import { type LeasedJob, leaseJobs, releaseJob, storeProgress } from './store.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.pool.query('TRUNCATE scan_job, registry_pause, scanner').then(() => undefined));

const pull = (reference: string, change: Partial<Pull> = {}): Pull => ({
  kind: 'inspect',
  reference,
  priority: PRIORITY.running,
  ...change,
});
const lease = (scanner: string, change = {}, clusters: readonly string[] = []) =>
  leaseJobs(database.pool, scanner, buildLease(change, clusters));
const holder = (scanner: string, { id, lease: proof }: LeasedJob) => ({ scanner, job: id, lease: proof });
const first = (jobs: readonly LeasedJob[]): LeasedJob => {
  const [job] = jobs;
  if (job === undefined) throw new TypeError('nothing was leased');
  return job;
};

async function read(): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await database.pool.query(
    `SELECT reference, state, attempts, error_code, permanent, priority, requested_by,
      round(extract(epoch FROM next_at - now()))::integer AS wait FROM scan_job ORDER BY reference`,
  );
  return rows;
}

const pass = (what: 'lease' | 'wait') =>
  database.pool.query(
    what === 'lease' ? "UPDATE scan_job SET lease_ends_at = now() - interval '1 second'" : 'UPDATE scan_job SET next_at = now()',
  );

describe('leases', () => {
  test('of what many ask for at once are given once', async () => {
    await queuePulls(database.pool, [pull('a.example/x:1', { digest: 'sha256:1' }), pull('b.example/x:1', { digest: 'sha256:1' })]);
    const scanners = await Promise.all(Array.from({ length: 6 }, () => addScanner(database)));
    const leased = await Promise.all(scanners.map(scanner => lease(scanner)));
    expect(leased.flat().map(({ digest, attempts }) => `${digest} ${attempts}`)).toStrictEqual(['sha256:1 1']);
  });

  test('are given by priority, four of one registry at once, and no more than asked for', async () => {
    const scanner = await addScanner(database);
    await queuePulls(database.pool, [
      ...['1', '2', '3', '4', '5', '6'].map(tag => pull(`one.example/x:${tag}`)),
      pull('two.example/x:1', { priority: PRIORITY.refresh }),
      pull('three.example/x:1', { priority: PRIORITY.asked, requestedBy: 'kim' }),
    ]);
    const [asked] = await lease(scanner, { max: 1 });
    expect(asked?.reference).toBe('three.example/x:1');
    const rest = (await lease(scanner)).map(({ reference }) => reference.split('/')[0]);
    expect(rest.toSorted()).toStrictEqual(['one.example', 'one.example', 'one.example', 'one.example', 'two.example']);
    expect(await lease(scanner)).toStrictEqual([]);
  });

  test('of a cluster go to the scanner beside it while it is there, else to anybody', async () => {
    const [near, far] = [await addScanner(database, ['c1']), await addScanner(database)];
    await queuePulls(database.pool, [pull('a.example/x:1', { clusters: ['c1'] })]);
    expect(await lease(far)).toStrictEqual([]);
    const job = first(await lease(near, {}, ['c1']));
    await releaseJob(database.pool, holder(near, job));
    await database.pool.query("UPDATE scanner SET seen_at = now() - interval '61 seconds' WHERE id = $1", [near]);
    expect((await lease(far)).map(({ reference, attempts }) => `${reference} ${attempts}`)).toStrictEqual(['a.example/x:1 1']);
  });

  test('that end go to another scanner, and the first one is told so', async () => {
    const [a, b] = [await addScanner(database), await addScanner(database)];
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    const before = first(await lease(a));
    expect(await storeProgress(database.pool, holder(a, before), { phase: 'layers', done: 5, total: 10 })).toBe(true);
    await pass('lease');
    const after = first(await lease(b));
    expect([after.id === before.id, after.lease === before.lease, after.attempts]).toStrictEqual([true, false, 2]);
    expect([
      await storeProgress(database.pool, holder(a, before), { phase: 'send', done: 0, total: 0 }),
      await storeProgress(database.pool, holder(b, before), { phase: 'send', done: 0, total: 0 }),
      await storeFailure(database.pool, holder(a, before), { code: 'scan-failed', message: '', retryable: true }),
      await releaseJob(database.pool, holder(a, before)),
      await storeProgress(database.pool, holder(b, after), { phase: 'send', done: 0, total: 0 }),
    ]).toStrictEqual([false, false, false, false, true]);
  });

  test('of a scanner that starts anew are lost, and count as tried', async () => {
    const scanner = await addScanner(database);
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    const before = first(await lease(scanner));
    expect(await lease(scanner, { max: 0, kinds: [], started: true })).toStrictEqual([]);
    expect(first(await lease(scanner))).toMatchObject({ id: before.id, attempts: 2 });
  });

  test('of what ends its scanners come ever later', async () => {
    const scanner = await addScanner(database);
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    const waits: unknown[] = [];
    for (let count = 0; count < 5; count++) {
      await lease(scanner);
      await pass('lease');
      await lease(await addScanner(database), { max: 0 });
      waits.push((await read())[0]?.['wait']);
      await pass('wait');
    }
    expect(waits).toStrictEqual([0, 120, 600, 3600, 86_400]);
    expect((await read())[0]).toMatchObject({ error_code: 'scanner-lost', state: 'waiting', attempts: 5 });
  });

  test('given back count as not tried', async () => {
    const scanner = await addScanner(database);
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    await releaseJob(database.pool, holder(scanner, first(await lease(scanner))));
    expect(await read()).toMatchObject([{ state: 'waiting', attempts: 0, error_code: '', wait: 0 }]);
  });
});

describe('failures', () => {
  test.each([
    [1, 30],
    [2, 120],
    [3, 600],
    [4, 3600],
    [5, 86_400],
    [9, 86_400],
  ])('after %i attempts wait %i seconds', async (attempts, wait) => {
    const scanner = await addScanner(database);
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    await database.pool.query('UPDATE scan_job SET attempts = $1', [attempts - 1]);
    const job = first(await lease(scanner));
    await storeFailure(database.pool, holder(scanner, job), { code: 'registry-failed', message: 'it answers 500', retryable: true });
    expect(await read()).toMatchObject([{ state: 'waiting', attempts, error_code: 'registry-failed', permanent: false, wait }]);
  });

  test('that only somebody can mend wait a day, unless somebody asks again', async () => {
    const scanner = await addScanner(database);
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    const failure = { code: 'registry-unauthorized', message: 'wants a login\0', retryable: false };
    await storeFailure(database.pool, holder(scanner, first(await lease(scanner))), failure);
    expect(await read()).toMatchObject([
      { error_code: 'registry-unauthorized', permanent: true, wait: 86_400, priority: PRIORITY.running },
    ]);
    await queuePulls(database.pool, [pull('a.example/x:1')]);
    expect(await lease(scanner)).toStrictEqual([]);
    await queuePulls(database.pool, [pull('a.example/x:1', { priority: PRIORITY.asked, requestedBy: 'kim' })]);
    expect(await read()).toMatchObject([{ wait: 0, attempts: 0, priority: PRIORITY.asked, requested_by: 'kim' }]);
    expect(await lease(scanner)).toHaveLength(1);
  });

  test('of a registry that asks to wait leave all of it in peace, once for all that were under way', async () => {
    const scanner = await addScanner(database);
    await queuePulls(
      database.pool,
      ['1', '2', '3'].map(tag => pull(`one.example/x:${tag}`)),
    );
    await queuePulls(database.pool, [pull('two.example/x:1', { priority: PRIORITY.refresh })]);
    const [a, b] = await lease(scanner, { max: 2 });
    for (const job of [a, b]) {
      if (job === undefined) throw new TypeError('two are leased');
      const failure = { code: 'registry-throttled', message: 'too many requests', retryable: true, retryAfterSeconds: 90 };
      await storeFailure(database.pool, holder(scanner, job), failure);
    }
    expect((await lease(scanner)).map(({ reference }) => reference)).toStrictEqual(['two.example/x:1']);
    const { rows } = await database.pool.query(
      'SELECT registry, failures, round(extract(epoch FROM next_at - now()))::integer AS wait FROM registry_pause',
    );
    expect(rows).toStrictEqual([{ registry: 'one.example', failures: 1, wait: 90 }]);
    await database.pool.query('UPDATE registry_pause SET next_at = now()');
    expect((await lease(scanner)).map(({ reference }) => reference.split('/')[0])).toStrictEqual(['one.example']);
  });
});
