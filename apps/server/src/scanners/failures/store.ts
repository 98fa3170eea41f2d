import type { ScanFailure } from '@breakwater/protocol';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { cleanText } from '../../ingest/json-rows.ts';
import type { Holder } from '../holder.ts';
import { RETRY } from '../jobs/store.ts';

/** Codes that say something of the registry and not of the image: it is left in peace for a while. */
const OF_REGISTRY = new Set(['registry-throttled', 'registry-unreachable']);

const FAIL = `
UPDATE scan_job SET state = 'waiting', scanner = NULL, lease = NULL, lease_ends_at = NULL, failed_at = now(), error_code = $4, error_message = $5,
  permanent = $6::boolean,
  next_at = now() + greatest(CASE WHEN $6::boolean THEN interval '1 day' ELSE ${RETRY} END, $7::integer * interval '1 second')
WHERE id = $2 AND lease = $3 AND scanner = $1 AND state = 'leased'
RETURNING kind, registry`;

const PAUSE = `
INSERT INTO registry_pause AS p (registry, failures, next_at)
VALUES ($1, 1, now() + greatest(interval '30 seconds', $2::integer * interval '1 second'))
ON CONFLICT (registry) DO UPDATE SET failures = p.failures + 1,
  next_at = now() + greatest(least(interval '30 seconds' * 2 ^ least(p.failures, 10), interval '1 hour'), $2::integer * interval '1 second')
WHERE p.next_at <= now()`;

/**
 * Writes down why a job failed and when it is tried again.
 *
 * @returns false when the job is another's now
 */
export async function storeFailure(pool: Pool, holder: Holder, failure: ScanFailure): Promise<boolean> {
  return inTransaction(pool, client => fail(client, holder, failure));
}

/** Failures of jobs that were under way while the registry is left in peace already do not make the wait longer. */
async function fail(client: ClientBase, { scanner, job, lease }: Holder, failure: ScanFailure): Promise<boolean> {
  const { code, message, retryable, retryAfterSeconds = 0 } = failure;
  const values = [scanner, job, lease, code, cleanText(message), !retryable, retryAfterSeconds];
  const [failed] = (await client.query<{ kind: string; registry: string }>(FAIL, values)).rows;
  if (failed === undefined) return false;
  if (failed.kind !== 'match' && OF_REGISTRY.has(code)) await client.query(PAUSE, [failed.registry, retryAfterSeconds]);
  const change: Change = { topics: ['images', 'scans'] };
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
  return true;
}
