import { LEASE_SECONDS, type LeaseRequest, type ScanProgress } from '@breakwater/protocol';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { type Holder, PRIORITY } from '../holder.ts';

/** Jobs of one registry that are leased at once. */
const PER_REGISTRY = 4;
/** A scanner that was seen within it is one that its clusters' jobs wait for. */
const SEEN = "interval '1 minute'";
/** Only one lease at a time is thought about, so that bounds per registry hold; it takes milliseconds. */
const LOCK = 0x62_77_73_6a;

/** Wait after so many attempts in a row. */
export const RETRY = `(CASE WHEN attempts <= 1 THEN interval '30 seconds' WHEN attempts = 2 THEN interval '2 minutes'
  WHEN attempts = 3 THEN interval '10 minutes' WHEN attempts = 4 THEN interval '1 hour' ELSE interval '1 day' END)`;

export interface LeasedJob {
  readonly id: string;
  readonly kind: LeaseRequest['kinds'][number];
  readonly lease: string;
  readonly attempts: number;
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
}

const RETURNING = 'j.id, j.kind, j.lease, j.attempts, j.reference, j.digest, j.platform';

const LEASE = `state = 'leased', attempts = j.attempts + 1, scanner = $1, lease = gen_random_uuid(), phase = '', done = 0, total = 0,
  lease_ends_at = now() + ${LEASE_SECONDS} * interval '1 second'`;

/** A scanner that died: at once the first time, since it was likely not the image's fault, then ever later. */
const RECLAIM = `
UPDATE scan_job SET state = 'waiting', scanner = NULL, lease = NULL, lease_ends_at = NULL, failed_at = now(), error_code = 'scanner-lost',
  error_message = 'The scanner that worked on it was not heard of any more.', permanent = false,
  next_at = CASE WHEN attempts <= 1 THEN now() ELSE now() + ${RETRY} END
WHERE state = 'leased' AND lease_ends_at < now()`;

const LEASE_PULLS = `
WITH busy AS (
  SELECT registry, count(*) AS leased FROM scan_job WHERE state = 'leased' AND kind <> 'match' GROUP BY registry
), due AS (
  SELECT j.id, coalesce(b.leased, 0) + row_number() OVER (PARTITION BY j.registry ORDER BY j.priority DESC, j.next_at, j.id) AS place
  FROM scan_job AS j LEFT JOIN busy AS b ON b.registry = j.registry
  WHERE j.state = 'waiting' AND j.next_at <= now() AND j.kind = ANY ($2)
    AND NOT EXISTS (SELECT FROM registry_pause AS p WHERE p.registry = j.registry AND p.next_at > now())
    AND (j.clusters && $3::text[] OR NOT EXISTS (SELECT FROM scanner AS s WHERE s.seen_at > now() - ${SEEN} AND s.clusters && j.clusters))
), chosen AS (
  SELECT j.id FROM scan_job AS j JOIN due ON due.id = j.id WHERE due.place <= ${PER_REGISTRY}
  ORDER BY j.priority DESC, j.next_at, j.id LIMIT $4 FOR UPDATE OF j SKIP LOCKED
)
UPDATE scan_job AS j SET ${LEASE} FROM chosen WHERE j.id = chosen.id RETURNING ${RETURNING}`;

const LEASE_MATCHES = `
WITH chosen AS (
  SELECT id FROM scan_job AS m WHERE state = 'waiting' AND next_at <= now() AND kind = 'match' AND built <= $2
    AND EXISTS (SELECT FROM image AS i WHERE i.digest = m.digest)
  ORDER BY priority DESC, next_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE scan_job AS j SET ${LEASE} FROM chosen WHERE j.id = chosen.id RETURNING ${RETURNING}`;

/** A scanner that has started anew works on nothing that it leased before: that need not wait for the end of its lease. */
const FORGET = "UPDATE scan_job SET lease_ends_at = now() - interval '1 millisecond' WHERE scanner = $1 AND state = 'leased'";

/** Takes what is due and may be given to this scanner, the most pressing first. */
export async function leaseJobs(pool: Pool, scanner: string, request: LeaseRequest): Promise<readonly LeasedJob[]> {
  const pulls = request.kinds.filter(kind => kind !== 'match');
  return inTransaction(pool, async client => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    if (request.started === true) await client.query(FORGET, [scanner]);
    await client.query(RECLAIM);
    const pulled = pulls.length === 0 ? [] : await lease(client, LEASE_PULLS, [scanner, pulls, request.scanner.clusters, request.max]);
    const built = request.kinds.includes('match') ? request.database?.built : undefined;
    const left = request.max - pulled.length;
    return [...pulled, ...(built === undefined || left <= 0 ? [] : await lease(client, LEASE_MATCHES, [scanner, built, left]))];
  });
}

async function lease(client: ClientBase, text: string, values: readonly unknown[]): Promise<readonly LeasedJob[]> {
  return (await client.query<LeasedJob>(text, [...values])).rows;
}

/** Images that references of jobs stand for, as far as is known, and that need not be read again. */
export async function listKnown(pool: Pool, jobs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await pool.query<{ id: string; digests: string[] }>(
    `SELECT j.id, (array_agg(g.digest ORDER BY r.seen_at DESC))[1:20] AS digests
    FROM scan_job AS j JOIN image_reference AS r ON r.reference = j.reference JOIN image AS g ON g.digest = r.digest AND g.complete
    WHERE j.id = ANY ($1) AND j.requested_by = '' AND j.priority <> ${PRIORITY.reread} GROUP BY j.id`,
    [jobs],
  );
  return new Map(rows.map(({ id, digests }) => [id, digests]));
}

/** What was stored of images that are matched again, and the hash of what was found in them. */
export async function readStored(
  pool: Pool,
  digests: readonly string[],
): Promise<ReadonlyMap<string, { readonly output: Buffer; readonly known: string | null }>> {
  const { rows } = await pool.query<{ digest: string; output: Buffer; known: string | null }>(
    'SELECT digest, output, match_hash AS known FROM image WHERE digest = ANY ($1)',
    [digests],
  );
  return new Map(rows.map(({ digest, output, known }) => [digest, { output, known }]));
}

/** Keeps the lease and what there is to see. False when the job is another's now, or nobody wants it any more. */
export async function storeProgress(
  pool: Pool,
  { scanner, job, lease: proof }: Holder,
  { phase, done, total }: ScanProgress,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH seen AS (UPDATE scanner SET seen_at = now() WHERE id = $1)
    UPDATE scan_job SET phase = $4, done = $5, total = $6, lease_ends_at = now() + ${LEASE_SECONDS} * interval '1 second'
    WHERE id = $2 AND lease = $3 AND scanner = $1 AND state = 'leased'`,
    [scanner, job, proof, phase, done, total],
  );
  return rowCount === 1;
}

/** Gives a job back that was not tried to its end: it counts as not tried. */
export async function releaseJob(pool: Pool, { scanner, job, lease: proof }: Holder): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE scan_job SET state = 'waiting', attempts = greatest(attempts - 1, 0), scanner = NULL, lease = NULL, lease_ends_at = NULL, next_at = now()
    WHERE id = $2 AND lease = $3 AND scanner = $1 AND state = 'leased'`,
    [scanner, job, proof],
  );
  return rowCount === 1;
}
