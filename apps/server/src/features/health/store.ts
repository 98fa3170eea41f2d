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
  readonly scanners: number;
  readonly knownScanners: number;
  readonly advisories: string | null;
  readonly scansWaiting: number;
  readonly scansFailed: number;
}

export async function readHealth(db: Db): Promise<HealthRecord> {
  const { rows } = await sql<HealthRecord>`
    SELECT (SELECT revision FROM policy_revision) AS "policyRevision", current_setting('server_version') AS version,
      pg_database_size(current_database()) AS bytes,
      (SELECT count(*) FROM cluster WHERE removed_at IS NULL AND connection IS NOT NULL AND contact_at > now() - interval '45 seconds') AS connected,
      (SELECT count(*) FROM cluster WHERE removed_at IS NULL) AS known,
      (SELECT count(*) FROM delivery WHERE state = 'waiting') AS waiting, (SELECT count(*) FROM delivery WHERE state = 'failed') AS failed,
      (SELECT count(*) FROM scanner WHERE seen_at > now() - interval '1 minute') AS scanners, (SELECT count(*) FROM scanner) AS "knownScanners",
      (SELECT max(d.built) FROM advisory_database AS d JOIN scanner AS s ON s.database ->> 'digest' = d.digest) AS advisories,
      (SELECT count(*) FROM scan_job WHERE state <> 'done' AND error_code = '') AS "scansWaiting",
      (SELECT count(*) FROM scan_job WHERE state <> 'done' AND error_code <> '') AS "scansFailed"`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('a query without FROM has a row');
  return row;
}

export const SCHEMA_STEPS = MIGRATIONS.length;

/** Throws when the database does not answer. */
export async function pingDatabase(db: Db): Promise<void> {
  await sql`SELECT 1`.execute(db);
}
