import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { IS_LIVE, KIND } from '../live/store.ts';

/** Counts again what exceptions make of some vulnerabilities, for those who see everything. */
export async function judgeVulnerabilities(transaction: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    WITH verdict AS (
      SELECT a.id, count(DISTINCT a.place) AS places, count(DISTINCT a.finding) AS findings,
        coalesce(array_agg(DISTINCT e.approver) FILTER (WHERE e.approver IS NOT NULL), '{}') AS approvers,
        CASE WHEN min(${KIND}) = max(${KIND}) THEN min(${KIND}) ELSE 'accepted' END AS kind, min(e.expiry) AS ends_at
      FROM finding_acceptance AS a JOIN exception AS e ON e.id = a.exception WHERE ${IS_LIVE} AND a.id = ANY (${[...ids]}::text[]) GROUP BY a.id
    ), gone AS (
      DELETE FROM vulnerability_verdict AS v WHERE v.id = ANY (${[...ids]}::text[]) AND NOT EXISTS (SELECT FROM verdict WHERE verdict.id = v.id)
    )
    INSERT INTO vulnerability_verdict (id, places, findings, approvers, kind, ends_at)
    SELECT id, places, findings, approvers, kind, ends_at FROM verdict
    ON CONFLICT (id) DO UPDATE SET places = excluded.places, findings = excluded.findings, approvers = excluded.approvers, kind = excluded.kind,
      ends_at = excluded.ends_at`.execute(transaction);
}

/** Findings of some images that exceptions cover wherever the image runs by one of its references. */
export function coveredOf(digests: readonly string[]): RawBuilder<unknown> {
  return sql`covered AS MATERIALIZED (
      SELECT a.digest, a.reference, a.id, a.package, a.version, a.purl, min(e.expiry) AS ends_at
      FROM finding_acceptance AS a JOIN exception AS e ON e.id = a.exception
      WHERE ${IS_LIVE} AND a.digest = ANY (${[...digests]}::text[])
      GROUP BY a.digest, a.reference, a.id, a.package, a.version, a.purl
      HAVING count(DISTINCT a.place) >= (SELECT count(*) FROM image_place AS p WHERE p.digest = a.digest AND p.reference = a.reference)
    )`;
}

/**
 * Findings by digest and reference, with whether they are covered. By grouping instead of joining: nobody can estimate how many are covered, and
 * a join that was planned for few takes minutes for many.
 */
export function eachFinding(names: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`each_finding AS (
      SELECT digest, reference, id, package, version, max(type) AS type, max(severity) AS severity, bool_or(fixable) AS fixable, bool_or(kev) AS kev,
        max(risk) AS risk, min(first_seen) AS first_seen, bool_or(is_covered) AS covered, min(ends_at) AS ends_at
      FROM (
        SELECT n.digest, n.reference, f.id, f.package, f.version, f.purl, f.type, f.severity, f.fixed_in <> '{}' AS fixable, f.kev, f.risk,
          f.first_seen, false AS is_covered, NULL::timestamptz AS ends_at
        FROM (${names}) AS n JOIN image_vulnerability AS f ON f.digest = n.digest
        UNION ALL
        SELECT k.digest, k.reference, k.id, k.package, k.version, k.purl, NULL, NULL, NULL, NULL, NULL, NULL, true, k.ends_at FROM covered AS k
      ) AS both_kinds GROUP BY digest, reference, id, package, version, purl
    )`;
}

/** Counts of findings of each image, by a reference, that are covered; and the risk of those that are not. */
export const SELECT_VERDICT = sql`SELECT digest, reference, count(*) FILTER (WHERE covered) AS accepted, count(*) FILTER (WHERE covered AND severity = 4) AS critical,
        count(*) FILTER (WHERE covered AND severity = 3) AS high, count(*) FILTER (WHERE covered AND severity = 2) AS medium,
        count(*) FILTER (WHERE covered AND severity = 1) AS low, count(*) FILTER (WHERE covered AND fixable) AS fixable,
        count(*) FILTER (WHERE covered AND kev) AS exploited, max(risk) FILTER (WHERE NOT covered) AS risk, min(ends_at) AS ends_at
      FROM each_finding GROUP BY digest, reference`;

/** Images that one statement counts: it ends before the database's patience does. */
const AT_ONCE = 500;

/** Counts again which findings of some images exceptions cover wherever the image runs. */
export async function judgeImages(transaction: Db, digests: readonly string[]): Promise<void> {
  for (let start = 0; start < digests.length; start += AT_ONCE) await judgeSome(transaction, digests.slice(start, start + AT_ONCE));
}

async function judgeSome(transaction: Db, digests: readonly string[]): Promise<void> {
  await sql`
    WITH ${coveredOf(digests)}, ${eachFinding(sql`SELECT DISTINCT digest, reference FROM covered`)}, verdict AS (
      ${SELECT_VERDICT}
    ), gone AS (
      DELETE FROM image_verdict AS i WHERE i.digest = ANY (${[...digests]}::text[])
        AND NOT EXISTS (SELECT FROM verdict AS v WHERE v.digest = i.digest AND v.reference = i.reference)
    )
    INSERT INTO image_verdict (digest, reference, accepted, critical, high, medium, low, fixable, exploited, risk, ends_at)
    SELECT digest, reference, accepted, critical, high, medium, low, fixable, exploited, risk, ends_at FROM verdict
    ON CONFLICT (digest, reference) DO UPDATE SET accepted = excluded.accepted, critical = excluded.critical, high = excluded.high,
      medium = excluded.medium, low = excluded.low, fixable = excluded.fixable, exploited = excluded.exploited, risk = excluded.risk,
      ends_at = excluded.ends_at`.execute(transaction);
}
