import { createLog } from '@breakwater/daemon';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, ensureDays, toDay } from '../database/days/store.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { readPolicySet } from '../policy-set/store.ts';
import { createDataFolder } from '../testing/data-folder.ts';
import { deleteOld, dropOldDays, endApprovals, expireExceptions } from './store.ts';

const folder = createDataFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ dataDir: folder.path, log: createLog('silent') });
});
afterAll(async () => {
  await database.close();
  folder.remove();
});

test('what is old goes, what stands stays', async () => {
  const { query } = database;
  await sql`INSERT INTO cluster (id, name, type) VALUES ('c', 'c', 'folder')`.execute(query);
  const columns = sql`cluster, hash, policy, severity, state, api_version, kind, namespace, name, object_key, container, message, body`;
  const values = sql`'c', '', 'p', 1, 'fail', 'v1', 'Pod', 'n', 'n', 'k', '', '', '{}'`;
  await sql`INSERT INTO violation (key, ${columns}, opened_at, resolved_at) VALUES
    ('stands', ${values}, now() - interval '5 years', NULL),
    ('resolved lately', ${values}, now() - interval '5 years', now() - interval '11 months'),
    ('resolved long ago', ${values}, now() - interval '5 years', now() - interval '13 months')`.execute(query);
  await sql`INSERT INTO audit (at, actor, action, object, status, address, detail) VALUES
    (now() - interval '14 months', 'a', 'b', '', 200, '', '{}'), (now(), 'a', 'b', '', 200, '', '{}')`.execute(query);
  expect(await deleteOld(query)).toStrictEqual({ 'resolved violations': 1, 'audit records': 1 });
  const { rows } = await sql<{ key: string }>`SELECT key FROM violation ORDER BY key`.execute(query);
  expect(rows.map(({ key }) => key)).toStrictEqual(['resolved lately', 'stands']);
  expect(await deleteOld(query)).toStrictEqual({});
});

test('images stay while somebody runs or watches them, and 30 days longer', async () => {
  const { query } = database;
  const columns = sql`reference, platform, os_id, os_version, os_name, bytes, "user", base_name, base_digest, base_method, surface, secret_count,
    package_count, layer_count, complete, output, content, catalogers, inspected_at`;
  const values = sql`'r', '', '', '', '', 1, '', '', '', '', 0, 0, 0, 1, true, '', '{}', '', now() - interval '40 days'`;
  for (const [digest, reference, days] of [
    ['gone', 'a', 31],
    ['watched', 'b', 2],
    ['runs', 'c', 31],
  ] as const) {
    await sql`INSERT INTO image (digest, ${columns}) VALUES (${digest}, ${values})`.execute(query);
    await sql`INSERT INTO image_reference (reference, digest, seen_at) VALUES (${reference}, ${digest}, now() - ${days}::integer * interval '1 day')`.execute(
      query,
    );
    await sql`INSERT INTO scan_job (kind, subject, digest, priority) VALUES ('match', ${digest}, ${digest}, 20)`.execute(query);
  }
  await sql`INSERT INTO workload_image (cluster, key, container, reference, digests, namespace) VALUES ('c', 'k', 'm', 'c', '{}', 'n')`.execute(
    query,
  );
  expect(await deleteOld(query)).toStrictEqual({
    'images that nobody runs or watches': 1,
    'references of images': 1,
    'matches of images that are gone': 1,
  });
  const { rows } = await sql<{ digest: string }>`SELECT digest FROM image ORDER BY digest`.execute(query);
  expect(rows.map(({ digest }) => digest)).toStrictEqual(['runs', 'watched']);
});

test('exceptions end when their time has come, with a new revision for the sensors', async () => {
  const { query, pool } = database;
  await sql`INSERT INTO exception (target, scope, reason, state, requester, expiry) VALUES
    ('over', '{}', 'r', 'approved', 'a', now() - interval '1 second'), ('holds', '{}', 'r', 'approved', 'a', now() + interval '1 hour'),
    ('for ever', '{}', 'r', 'approved', 'a', NULL)`.execute(query);
  const before = await readPolicySet(pool);
  expect(before.exceptions.map(({ target }) => target).sort()).toStrictEqual(['for ever', 'holds']);
  expect([await expireExceptions(query), await expireExceptions(query)]).toStrictEqual([1, 0]);
  expect((await readPolicySet(pool)).revision).toBe(before.revision + 1);
});

test('approvals of base images end when their time has come; with the last one nothing is allowed any more', async () => {
  const { query, pool } = database;
  const readAllowed = async () => {
    const { settings, revision } = await readPolicySet(pool);
    return { revision, allowed: settings.find(({ policy }) => policy === 'base-image-not-allowed')?.params?.['allowed'] };
  };
  expect((await readAllowed()).allowed).toBeUndefined();
  await sql`INSERT INTO base_approval (pattern, reason, approved_by, expiry, rescan_days) VALUES
    ('debian:12', 'r', 'a', now() - interval '1 second', 7), ('registry.example/base/*', 'r', 'a', NULL, 7)`.execute(query);
  const before = await readAllowed();
  expect(before.allowed).toStrictEqual(['registry.example/base/']);
  expect([await endApprovals(query), await endApprovals(query)]).toStrictEqual([1, 0]);
  expect((await readAllowed()).revision).toBe(before.revision + 1);
  await sql`UPDATE base_approval SET expiry = now() - interval '1 second'`.execute(query);
  expect((await readAllowed()).allowed).toStrictEqual(['(no base image is approved at present)']);
});

test('whole days of decisions go after 30 days, and objects that no decision is about any more', async () => {
  const { query, pool } = database;
  const today = toDay(Date.now());
  const days = [-31, -30, 0, 1].map(offset => addDays(today, offset));
  await inTransaction(pool, client => ensureDays(client, 'admission_decision', [...days, today]));
  for (const day of days) await sql`INSERT INTO admission_object VALUES ('c', ${day}, ${day}::date, '{}')`.execute(query);
  expect([await dropOldDays(query), await dropOldDays(query)]).toStrictEqual([
    { 'days of admission_decision': 1, 'objects that admission was asked for': 1 },
    {},
  ]);
  const { rows } = await sql<{ name: string }>`SELECT inhrelid::regclass::text AS name FROM pg_inherits
    WHERE inhparent = 'admission_decision'::regclass ORDER BY 1`.execute(query);
  expect(rows.map(({ name }) => name)).toStrictEqual(days.slice(1).map(day => `admission_decision_${day.replaceAll('-', '')}`));
  await expect(inTransaction(pool, client => ensureDays(client, 'admission_decision', ["2026'; DROP TABLE cluster"]))).rejects.toThrow(
    'is no day',
  );
});
