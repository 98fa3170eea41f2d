import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { MIGRATIONS } from '../../database/migrations.ts';

export interface HealthRecord {
  readonly policyRevision: number;
  readonly version: string;
  readonly bytes: number;
  readonly connected: number;
  readonly known: number;
  readonly waiting: number;
  readonly failed: number;
}

export async function readHealth(db: Db): Promise<HealthRecord> {
  const { rows } = await sql<HealthRecord>`
    SELECT (SELECT revision FROM policy_revision) AS "policyRevision", current_setting('server_version') AS version,
      pg_database_size(current_database()) AS bytes,
      (SELECT count(*) FROM cluster WHERE removed_at IS NULL AND connection IS NOT NULL AND contact_at > now() - interval '45 seconds') AS connected,
      (SELECT count(*) FROM cluster WHERE removed_at IS NULL) AS known,
      (SELECT count(*) FROM delivery WHERE state = 'waiting') AS waiting, (SELECT count(*) FROM delivery WHERE state = 'failed') AS failed`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError('a query without FROM has a row');
  return row;
}

export const SCHEMA_STEPS = MIGRATIONS.length;

/** Throws when the database does not answer. */
export async function pingDatabase(db: Db): Promise<void> {
  await sql`SELECT 1`.execute(db);
}
