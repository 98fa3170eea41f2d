import { createHash } from 'node:crypto';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { ClientBase } from 'pg';
import { DatabaseError } from './errors.ts';
import type { Migration } from './migration.ts';

/** Any number that only Breakwater's migrations use for an advisory lock. */
const LOCK = 7_221_873_110;

interface Applied {
  readonly id: string;
  readonly checksum: string;
}

/**
 * Runs the steps that were not run yet. Several servers may start at once: the others wait, and then find nothing to do. Steps of a newer
 * release are left alone, since a server works on the schema of its successor.
 *
 * @returns ids of the steps that were run
 * @throws DatabaseError `migration-changed` when a step is not the one that was run, `migration-failed`, `migration-unknown`
 */
export async function migrate(client: ClientBase, migrations: readonly Migration[], log: Log): Promise<readonly string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    const applied = await readApplied(client);
    const pending = listPending(applied, migrations);
    for (const migration of pending) {
      await runMigration(client, migration);
      log.info({ migration: migration.id }, 'schema step done');
    }
    return pending.map(({ id }) => id);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  }
}

async function readApplied(client: ClientBase): Promise<readonly Applied[]> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS schema_migration (id text PRIMARY KEY, checksum text NOT NULL, run_at timestamptz NOT NULL DEFAULT now())',
  );
  const { rows } = await client.query<Applied>('SELECT id, checksum FROM schema_migration ORDER BY id');
  return rows;
}

function listPending(applied: readonly Applied[], migrations: readonly Migration[]): readonly Migration[] {
  const last = migrations.at(-1)?.id ?? '';
  for (const { id, checksum } of applied) {
    const known = migrations.find(migration => migration.id === id);
    if (known === undefined && id > last) continue;
    if (known === undefined)
      throw new DatabaseError('migration-unknown', `the database has had schema step ${id}, which this release lacks`);
    if (toChecksum(known) !== checksum) {
      throw new DatabaseError('migration-changed', `schema step ${id} is not the one that the database has had; steps are never changed`);
    }
  }
  return migrations.filter(({ id }) => !applied.some(step => step.id === id));
}

async function runMigration(client: ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migration (id, checksum) VALUES ($1, $2)', [migration.id, toChecksum(migration)]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new DatabaseError('migration-failed', `schema step ${migration.id} failed: ${toErrorMessage(cause)}`, { cause });
  }
}

function toChecksum({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}
