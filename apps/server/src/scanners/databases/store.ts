import type { LeaseRequest, ScannerDatabase } from '@breakwater/protocol';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { cleanText, toJsonRows } from '../../ingest/json-rows.ts';
import { PRIORITY } from '../holder.ts';

const SEE = `
UPDATE scanner SET name = $2, version = $3, capabilities = $4, clusters = $5, database = $6, seen_at = now() WHERE id = $1`;

/** Writes down that a scanner asked, and what it says of itself. False when it is not known any more. */
export async function seeScanner(pool: Pool, id: string, { scanner, database }: LeaseRequest): Promise<boolean> {
  const { name, version, capabilities, clusters } = scanner;
  const lists = [capabilities.map(cleanText), clusters.map(cleanText)];
  const values = [id, cleanText(name), cleanText(version), ...lists, database === undefined ? null : toJsonRows([database]).slice(1, -1)];
  return (await pool.query(SEE, values)).rowCount === 1;
}

const SEE_DATABASE = `
INSERT INTO advisory_database AS d (digest, built, records, feeds) VALUES ($1, $2, $3, $4)
ON CONFLICT (digest) DO UPDATE SET seen_at = now() WHERE d.seen_at < now() - interval '1 minute'
RETURNING xmax = 0 AS inserted`;

/** Writes down a database that a scanner has; what is stored is matched again by a newer one than before. */
export async function seeDatabase(pool: Pool, { digest, built, records, feeds }: ScannerDatabase): Promise<void> {
  const { rows } = await pool.query<{ inserted: boolean }>(SEE_DATABASE, [digest, built, records, toJsonRows(feeds)]);
  if (rows[0]?.inserted === true) await queueMatches(pool);
}

/** One that nobody has any more does not count: nobody could match by it. */
const QUEUE = `
WITH newest AS (
  SELECT built FROM advisory_database WHERE seen_at > now() - interval '1 day' ORDER BY built DESC LIMIT 1
), queued AS (
  INSERT INTO scan_job AS j (kind, subject, reference, digest, priority, built)
  SELECT 'match', i.digest, i.reference, i.digest, ${PRIORITY.rematch}, newest.built
  FROM newest JOIN image AS i ON i.database_built IS NULL OR i.database_built < newest.built
  WHERE $1::text IS NULL OR i.digest = $1
  ON CONFLICT (kind, subject) WHERE state <> 'done' DO UPDATE SET built = excluded.built WHERE j.built < excluded.built
  RETURNING 1
)
SELECT count(*) AS queued, CASE WHEN count(*) > 0 THEN pg_notify($2, $3) END FROM queued`;

/** Queues what was not matched by the newest database; of one image when it is named. @returns how many */
export async function queueMatches(client: Pool | ClientBase, digest: string | null = null): Promise<number> {
  const change: Change = { topics: ['scans'] };
  const { rows } = await client.query<{ queued: number }>(QUEUE, [digest, CHANNEL, JSON.stringify(change)]);
  return rows[0]?.queued ?? 0;
}
