import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { queueMatches } from '../databases/store.ts';
import type { Holder } from '../holder.ts';
import type { ReadMatch, ReadResult } from './read-result.ts';

/** What became of a result. */
export type Stored = 'stored' | 'lease-lost' | 'other-image';

interface HeldJob {
  readonly kind: string;
  readonly reference: string;
  readonly digest: string;
}

const HOLD = `SELECT kind, reference, digest FROM scan_job WHERE id = $2 AND lease = $3 AND scanner = $1 AND state = 'leased' FOR UPDATE`;

/** The kind of a job that is still its scanner's; undefined when it is not. Looked at before a large result is unpacked. */
export async function findHeld(pool: Pool, { scanner, job, lease }: Holder): Promise<HeldJob | undefined> {
  return (await pool.query<HeldJob>(HOLD.replace(' FOR UPDATE', ''), [scanner, job, lease])).rows[0];
}

/** Stores what was read of an image, and what was found in it, in one transaction; the job is done then. */
export async function storeInspection(pool: Pool, holder: Holder, result: Extract<ReadResult, { kind: 'inspect' }>): Promise<Stored> {
  return inTransaction(pool, async client => {
    const job = await hold(client, holder);
    if (job === undefined) return 'lease-lost';
    if (job.digest !== '' && !result.digests.includes(job.digest)) return 'other-image';
    await client.query(PUT_IMAGE, [result.image, result.output, result.content, result.programs]);
    await client.query(PUT_REFERENCE, [job.reference, result.digest]);
    if (result.match !== undefined) await putMatch(client, result.digest, result.match);
    await queueMatches(client, result.digest);
    await finish(client, holder);
    return 'stored';
  });
}

/** Stores what was found in an image that was read before. Where an even newer database has come meanwhile, the job goes on. */
export async function storeMatch(pool: Pool, holder: Holder, match: ReadMatch): Promise<Stored> {
  return inTransaction(pool, async client => {
    // A match that a crash loses is made again: its job is there again, too.
    await client.query('SET LOCAL synchronous_commit = off');
    const job = await hold(client, holder);
    if (job === undefined) return 'lease-lost';
    await putMatch(client, job.digest, match);
    await client.query('DELETE FROM scan_job WHERE id = $1', [holder.job]);
    await queueMatches(client, job.digest);
    await tell(client);
    return 'stored';
  });
}

/** The reference stands for an image that is stored. */
export async function storeSame(pool: Pool, holder: Holder, digest: string): Promise<Stored> {
  return inTransaction(pool, async client => {
    const job = await hold(client, holder);
    if (job === undefined) return 'lease-lost';
    const { rowCount } = await client.query('SELECT FROM image WHERE digest = $1', [digest]);
    if (rowCount === 0) return 'other-image';
    await client.query(PUT_REFERENCE, [job.reference, digest]);
    await finish(client, holder);
    return 'stored';
  });
}

async function finish(client: ClientBase, { job }: Holder): Promise<void> {
  await client.query(`UPDATE scan_job SET ${DONE} WHERE id = $1`, [job]);
  await client.query('DELETE FROM registry_pause WHERE registry = (SELECT registry FROM scan_job WHERE id = $1)', [job]);
  await tell(client);
}

async function hold(client: ClientBase, { scanner, job, lease }: Holder): Promise<HeldJob | undefined> {
  return (await client.query<HeldJob>(HOLD, [scanner, job, lease])).rows[0];
}

const DONE = `state = 'done', ended_at = now(), lease = NULL, lease_ends_at = NULL, attempts = 0, phase = '', error_code = '', error_message = '',
  permanent = false`;

const COLUMNS = [
  'index_digest',
  'config_digest',
  'reference',
  'platform',
  'os_id',
  'os_version',
  'os_name',
  'created',
  'bytes',
  '"user"',
  'base_name',
  'base_digest',
  'base_method',
  'surface',
  'secret_count',
  'package_count',
  'layer_count',
  'complete',
  'catalogers',
];

/** Other readers may have found other packages: then it is matched again, whatever it was matched by before. */
const PUT_IMAGE = `
INSERT INTO image (digest, ${COLUMNS.join(', ')}, output, content, programs)
SELECT digest, ${COLUMNS.join(', ')}, $2, $3::jsonb, $4::jsonb FROM json_to_recordset($1::json) AS row (digest text, index_digest text, config_digest text, reference text,
  platform text, os_id text, os_version text, os_name text, created timestamptz, bytes bigint, "user" text, base_name text, base_digest text,
  base_method text, surface integer, secret_count integer, package_count integer, layer_count integer, complete boolean, catalogers text)
ON CONFLICT (digest) DO UPDATE SET ${COLUMNS.map(column => `${column} = excluded.${column}`).join(', ')},
  output = excluded.output, content = excluded.content, programs = excluded.programs, inspected_at = now(), match_hash = NULL,
  database_built = CASE WHEN image.catalogers = excluded.catalogers THEN image.database_built END`;

const PUT_REFERENCE = `
INSERT INTO image_reference (reference, digest) VALUES ($1, $2) ON CONFLICT (reference, digest) DO UPDATE SET seen_at = now()`;

/** Findings that are not sent stay, if they are those that are stored; a match by an older database than the last one does not count. */
const MARK = `
UPDATE image SET matched_at = now(), database_digest = $2, database_built = $3, match_hash = $4, not_evaluated = $5
WHERE digest = $1 AND (database_built IS NULL OR database_built <= $3) AND ($6 OR match_hash = $4)`;

const COUNT = `
UPDATE image SET critical = $2, high = $3, medium = $4, low = $5, fixable = $6, exploited = $7, risk = $8 WHERE digest = $1`;

const PUT_FINDINGS = `
WITH input AS (
  SELECT * FROM json_to_recordset($2::json) AS row (id text, package text, version text, purl text, type text, severity smallint, fixed_in text[],
    status text, kev boolean, epss real, risk real, layer integer, base boolean, body jsonb)
), gone AS (
  DELETE FROM image_vulnerability AS v WHERE v.digest = $1
    AND NOT EXISTS (SELECT FROM input AS i WHERE i.id = v.id AND i.package = v.package AND i.version = v.version AND i.purl = v.purl)
)
INSERT INTO image_vulnerability AS v (digest, id, package, version, purl, type, severity, fixed_in, status, kev, epss, risk, layer, base, body)
SELECT $1, id, package, version, purl, type, severity, fixed_in, status, kev, epss, risk, layer, base, body FROM input
ON CONFLICT (digest, id, package, version, purl) DO UPDATE SET
  type = excluded.type, severity = excluded.severity, fixed_in = excluded.fixed_in, status = excluded.status, kev = excluded.kev,
  epss = excluded.epss, risk = excluded.risk, layer = excluded.layer, base = excluded.base, body = excluded.body
WHERE v.body <> excluded.body OR v.layer IS DISTINCT FROM excluded.layer`;

async function putMatch(client: ClientBase, digest: string, { database, hash, notEvaluated, findings }: ReadMatch): Promise<void> {
  const { rowCount } = await client.query(MARK, [digest, database.digest, database.built, hash, notEvaluated, findings !== undefined]);
  if (rowCount === 0 || findings === undefined) return;
  const { critical, high, medium, low, fixable, exploited, risk } = findings.tally;
  await client.query(PUT_FINDINGS, [digest, findings.rows]);
  await client.query(COUNT, [digest, critical, high, medium, low, fixable, exploited, risk]);
}

async function tell(client: ClientBase): Promise<void> {
  const change: Change = { topics: ['images', 'scans'] };
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
}
