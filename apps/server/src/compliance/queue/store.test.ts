import { createLog } from '@breakwater/daemon';
import type { ComplianceHead } from '@breakwater/model';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../database/open-database.ts';
import { createDataFolder } from '../../testing/data-folder.ts';
import { dropUpTo, findOldest, leaseRun, startDueSchedules } from './store.ts';

const folder = createDataFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ dataDir: folder.path, log: createLog('silent') });
  await sql`INSERT INTO cluster (id, name, type) VALUES ('c1', 'c1', 'folder'), ('c2', 'c2', 'folder')`.execute(database.query);
});
afterAll(async () => {
  await database.close();
  folder.remove();
});

const addRun = async (cluster: string, sequence: number | null, state: string, months: number): Promise<void> => {
  await sql`INSERT INTO compliance_run (cluster, sequence, state, requester, frameworks, scope, language, finished_at, hash, requested_at)
    VALUES (${cluster}, ${sequence}, ${state}, 'jo', '{f}', '{}', 'en', now() - ${months}::integer * interval '1 month', 'h' || ${sequence}::text,
      now() - ${months}::integer * interval '1 month')`.execute(database.query);
};

test('runs are kept for 13 months; the newest of a cluster never goes, and a signed end begins what is left', async () => {
  const { query } = database;
  for (const [sequence, months] of [
    [0, 20],
    [1, 14],
    [2, 12],
    [3, 0],
  ] as const)
    await addRun('c1', sequence, 'done', months);
  await addRun('c2', 0, 'done', 40);
  const oldest = await findOldest(query);
  expect(oldest.map(({ cluster, sequence, hash }) => [cluster, sequence, hash])).toStrictEqual([['c1', 1, 'h1']]);
  const head = { sequence: 1, hash: 'h1' } as ComplianceHead;
  expect([await dropUpTo(query, 'c1', head), await findOldest(query)]).toStrictEqual([2, []]);
  const { rows } = await sql`SELECT cluster, sequence FROM compliance_run ORDER BY cluster, sequence`.execute(query);
  expect(rows).toStrictEqual([
    { cluster: 'c1', sequence: 2 },
    { cluster: 'c1', sequence: 3 },
    { cluster: 'c2', sequence: 0 },
  ]);
});

test('of one cluster one run is under way at a time; one whose server died is taken again', async () => {
  const { query } = database;
  for (const cluster of ['c1', 'c1', 'c2']) await addRun(cluster, null, 'waiting', 0);
  const leased = [await leaseRun(query), await leaseRun(query), await leaseRun(query)];
  expect(leased.map(run => run?.cluster)).toStrictEqual(['c1', 'c2', undefined]);
  await sql`UPDATE compliance_run SET leased_until = now() - interval '1 second' WHERE id = ${leased[1]?.id}::uuid`.execute(query);
  expect((await leaseRun(query))?.id).toBe(leased[1]?.id);
});

test('a schedule that is due queues a run for each of its clusters, once, and has its next time', async () => {
  const { query } = database;
  const next = new Date('2099-01-01T00:00:00Z');
  for (const [name, clusters, enabled] of [
    ['all', '{}', true],
    ['one', '{c2}', true],
    ['off', '{}', false],
  ] as const) {
    await sql`INSERT INTO compliance_schedule (name, pattern, time_zone, clusters, frameworks, scope, language, notifiers, enabled, next_at, created_by)
      VALUES (${name}, '0 6 * * 1', 'UTC', ${clusters}::text[], '{f}', '{}', 'en', '{}', ${enabled}, now() - interval '1 minute', 'jo')`.execute(
      query,
    );
  }
  expect([await startDueSchedules(query, () => next), await startDueSchedules(query, () => next)]).toStrictEqual([3, 0]);
  const { rows } = await sql<{ requester: string; cluster: string }>`
    SELECT requester, cluster FROM compliance_run WHERE schedule IS NOT NULL ORDER BY 1, 2`.execute(query);
  expect(rows).toStrictEqual([
    { requester: 'all', cluster: 'c1' },
    { requester: 'all', cluster: 'c2' },
    { requester: 'one', cluster: 'c2' },
  ]);
});
