import { type Exception, type ImageContent, SEVERITIES, type Severity, type Vulnerability } from '@breakwater/model';
import { createVulnerabilityExceptions } from '@breakwater/policy';
import type { ImageFacts, ImagePrograms } from '@breakwater/protocol';
import { type ScanTotals, summarizeScan } from '@breakwater/vulnerability';
import type { Pool } from '../../database/connection.ts';

/** Findings that a sensor is told one by one: policies ask for the most pressing, and a cluster has thousands of images. */
const MAX_TOLD = 50;

/** Whole days since an image was made: what its scanner wrote down was true on that day. */
function toDays(created: string, now: string): string {
  return `greatest(0, floor(extract(epoch FROM ${now} - ${created}) / 86400))::integer`;
}

/**
 * Which image each reference stands for that a cluster runs or that a request to it waits for: one that its pods report, the riskiest of several; else what the reference was last seen to
 * be. Without any, how far the work of the scanners is.
 */
const LIST = `
WITH used AS (
  SELECT reference, array_remove(array_agg(DISTINCT d.digest), NULL) AS digests, true AS runs
  FROM workload_image AS i LEFT JOIN LATERAL unnest(i.digests) AS d (digest) ON true
  WHERE i.cluster = $1 AND i.reference <> '' GROUP BY reference
  UNION ALL SELECT a.reference, '{}', false FROM wanted_image AS a WHERE a.cluster = $1 AND a.asked_at > now() - interval '1 day'
    AND NOT EXISTS (SELECT FROM workload_image AS i WHERE i.cluster = $1 AND i.reference = a.reference)
)
SELECT u.reference, g.digest, to_char(g.inspected_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') AS inspected,
  to_char(g.matched_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') AS matched, ${toDays('g.created', 'now()')} AS days, j.error_code AS code, j.error_message AS message
FROM used AS u
LEFT JOIN LATERAL (
  SELECT g.digest, g.inspected_at, g.matched_at, g.created FROM image_reference AS r JOIN image AS g ON g.digest = r.digest WHERE r.reference = u.reference
  ORDER BY u.digests && ARRAY[g.digest, g.index_digest, g.config_digest] DESC, g.risk DESC, r.seen_at DESC, g.digest LIMIT 1
) AS g ON true
LEFT JOIN LATERAL (
  SELECT error_code, error_message FROM scan_job
  WHERE kind = 'inspect' AND reference = u.reference AND error_code <> '' AND g.digest IS NULL ORDER BY failed_at DESC NULLS LAST LIMIT 1
) AS j ON true
WHERE u.runs OR g.digest IS NOT NULL OR j.error_code IS NOT NULL
ORDER BY u.reference`;

/** An image that a cluster uses, as far as it is known. */
export interface UsedImage {
  readonly reference: string;
  /** Changes with everything that the facts are made of. */
  readonly version: string;
  /** Of the image that is meant; undefined where nobody has read it. */
  readonly digest: string | undefined;
  /** Why it was not read, where that was tried. */
  readonly problem: string | undefined;
}

interface Row {
  readonly reference: string;
  readonly digest: string | null;
  readonly inspected: string | null;
  readonly matched: string | null;
  readonly days: number | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** Images that a cluster uses; `exceptions` names what is accepted of them, and changes when that does. */
export async function listUsedImages(pool: Pool, cluster: string, exceptions: string): Promise<readonly UsedImage[]> {
  const { rows } = await pool.query<Row>(LIST, [cluster]);
  return rows.map(({ reference, digest, inspected, matched, days, code, message }) => ({
    reference,
    version: [digest ?? code ?? 'unread', inspected, matched, days, exceptions].filter(part => part !== null && part !== '').join(' '),
    digest: digest ?? undefined,
    problem: message ?? undefined,
  }));
}

/** Whether any image was ever read here: before, nobody scans, and nothing can be missing. */
export async function hasImages(pool: Pool): Promise<boolean> {
  return (await pool.query('SELECT FROM image LIMIT 1')).rowCount === 1;
}

const CONTENTS = `
SELECT digest, CASE WHEN created IS NOT NULL AND content ? 'ageDays'
    THEN content || jsonb_build_object('ageDays', ${toDays('created', '$2::timestamptz')}) ELSE content END AS content, CASE WHEN $3 THEN programs END AS programs,
  to_char(matched_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS matched,
  to_char(database_built AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS built, not_evaluated AS "notEvaluated"
FROM image WHERE digest = ANY ($1)`;

/** What exceptions may speak of; the rest is only counted. */
const ACCEPTABLE = `
SELECT digest, id, package, version, purl, severity, fixed_in AS "fixedIn", body -> 'aliases' AS aliases
FROM image_vulnerability WHERE digest = ANY ($1) AND (id = ANY ($2) OR body -> 'aliases' ?| $2)`;

const TOTALS = `
SELECT digest, severity, count(*)::integer AS count, (count(*) FILTER (WHERE cardinality(fixed_in) > 0))::integer AS fixable
FROM image_vulnerability WHERE digest = ANY ($1) GROUP BY digest, severity`;

const TOLD = `
SELECT v.digest, v.body, to_char(v.first_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "firstSeen"
FROM unnest($1::text[]) AS g (digest) CROSS JOIN LATERAL (
  SELECT * FROM image_vulnerability AS v WHERE v.digest = g.digest
  ORDER BY v.risk DESC, v.severity DESC, cardinality(v.fixed_in) > 0 DESC, v.id, v.package LIMIT $2
) AS v`;

interface ContentRow {
  readonly digest: string;
  readonly content: ImageContent;
  readonly programs: ImagePrograms | null;
  readonly matched: string | null;
  readonly built: string | null;
  readonly notEvaluated: readonly { readonly packages: number }[];
}

interface LightRow {
  readonly digest: string;
  readonly id: string;
  readonly package: string;
  readonly version: string;
  readonly purl: string;
  readonly severity: number;
  readonly fixedIn: readonly string[];
  readonly aliases: readonly string[] | null;
}

/** What sensors are told of images, with what they can execute for those that take it. Findings that an exception for all clusters, for this one, or for the image accepts do not count. */
export async function readImageFacts(
  pool: Pool,
  images: readonly UsedImage[],
  exceptions: readonly Exception[],
  now: string,
  withPrograms = false,
): Promise<readonly ImageFacts[]> {
  const digests = [...new Set(images.flatMap(({ digest }) => digest ?? []))];
  const targets = exceptions.map(({ target }) => target);
  const [contents, totals, told, acceptable] = await Promise.all([
    pool.query<ContentRow>(CONTENTS, [digests, now, withPrograms]),
    pool.query<{ digest: string; severity: number; count: number; fixable: number }>(TOTALS, [digests]),
    pool.query<{ digest: string; body: Vulnerability; firstSeen: string }>(TOLD, [
      digests,
      MAX_TOLD + (targets.length === 0 ? 0 : MAX_TOLD),
    ]),
    targets.length === 0 ? { rows: [] } : pool.query<LightRow>(ACCEPTABLE, [digests, targets]),
  ]);
  const byDigest = {
    contents: new Map(contents.rows.map(row => [row.digest, row])),
    totals: Map.groupBy(totals.rows, ({ digest }) => digest),
    told: Map.groupBy(told.rows, ({ digest }) => digest),
    acceptable: Map.groupBy(acceptable.rows, ({ digest }) => digest),
  };
  return images.map(({ reference, version, digest = '', problem }): ImageFacts => {
    const row = byDigest.contents.get(digest);
    if (row === undefined) return { reference, version, scan: summarizeMissing(problem ?? 'no scanner has read it yet') };
    const { content, matched, built, notEvaluated } = row;
    const programs = row.programs === null ? {} : { programs: row.programs };
    if (matched === null || built === null)
      return { reference, version, content, scan: summarizeMissing('no scanner has matched it yet'), ...programs };
    const book = createVulnerabilityExceptions(exceptions, [reference, digest], now);
    const accepted = (byDigest.acceptable.get(digest) ?? []).filter(found => book.find(toFinding(found)) !== undefined);
    const rows = (byDigest.told.get(digest) ?? []).filter(({ body }) => book.find(body) === undefined).slice(0, MAX_TOLD);
    const firstSeen = new Map(rows.map(({ body, firstSeen: time }) => [body, time]));
    const scan = summarizeScan(
      { results: rows.map(({ body }) => body), notEvaluated, scannedAt: matched, databaseBuilt: built },
      body => firstSeen.get(body),
      count(byDigest.totals.get(digest) ?? [], accepted),
    );
    return { reference, version, content, scan, ...programs };
  });
}

function summarizeMissing(problem: string): ImageFacts['scan'] {
  const none = summarizeScan({ results: [], notEvaluated: [], databaseBuilt: '' });
  const { databaseBuilt: _none, ...rest } = none;
  return { ...rest, problem: problem.slice(0, 1000) };
}

function toFinding({ id, package: name, version, purl, fixedIn, aliases }: LightRow): Vulnerability {
  const found = { name, version, type: '', purl, locations: [] };
  return {
    id,
    aliases: [...(aliases ?? [])],
    package: found,
    fixedIn: [...fixedIn],
    severity: 'low',
    cvss: [],
    status: '',
    source: '',
    reason: '',
  };
}

/** Findings by severity, without the accepted ones. */
function count(
  totals: readonly { readonly severity: number; readonly count: number; readonly fixable: number }[],
  accepted: readonly LightRow[],
): ScanTotals {
  const counts: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  const fixable = { ...counts };
  const add = (severity: number, all: number, fixed: number): void => {
    const word = SEVERITIES[severity] ?? 'info';
    counts[word] += all;
    fixable[word] += fixed;
  };
  for (const total of totals) add(total.severity, total.count, total.fixable);
  for (const { severity, fixedIn } of accepted) add(severity, -1, fixedIn.length > 0 ? -1 : 0);
  return { counts, fixable };
}
