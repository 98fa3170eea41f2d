import { sql } from 'kysely';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';

/** Vulnerabilities that are counted in one transaction. */
const AT_ONCE = 500;
/** Names and fixes that one row keeps. */
const KEPT = 200;

/** https://www.first.org/cvss: scores of different versions are not compared; the newest counts. */
export const SCORE = sql`(SELECT (c ->> 'score')::real FROM jsonb_array_elements(f.body -> 'cvss') AS c
  ORDER BY c ->> 'version' DESC, (c ->> 'score')::real DESC LIMIT 1)`;

/** Counts again what has changed. To be called in a transaction. @returns how many vulnerabilities; 0 when nothing is left */
export async function countVulnerabilities(transaction: Db): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(${0x62_77_66_76})`.execute(transaction);
  const { rows } = await sql<{ ids: string[] }>`
    WITH due AS (
      SELECT DISTINCT id FROM vulnerability_change LIMIT ${AT_ONCE}
    ), taken AS (
      DELETE FROM vulnerability_change AS c USING due WHERE c.id = due.id
    )
    SELECT coalesce(array_agg(id), '{}') AS ids FROM due`.execute(transaction);
  const ids = rows[0]?.ids ?? [];
  if (ids.length === 0) return 0;
  await count(transaction, ids);
  await place(transaction, ids);
  return ids.length;
}

const COLUMNS = sql.raw(
  'aliases, severity, score, epss, kev, risk, packages, fixed_in, fixable, base, images, workloads, clusters, namespaces, places, first_seen',
);

async function count(transaction: Db, ids: readonly string[]): Promise<void> {
  await sql`
    WITH finding AS MATERIALIZED (
      SELECT f.id, f.digest, f.package, f.severity, f.fixed_in, f.kev, f.epss, f.risk, f.base, f.first_seen FROM image_vulnerability AS f
      WHERE f.id = ANY (${ids}::text[]) AND EXISTS (SELECT FROM image_place AS p WHERE p.digest = f.digest)
    ), told AS (
      SELECT id, max(severity) AS severity, max(epss) AS epss, bool_or(kev) AS kev, max(risk) AS risk, min(first_seen) AS first_seen,
        (array_agg(DISTINCT package))[1:${sql.lit(KEPT)}] AS packages, bool_or(fixed_in <> '{}') AS fixable, coalesce(bool_or(base), false) AS base
      FROM finding GROUP BY id
    ), fixed AS (
      SELECT id, (array_agg(DISTINCT package || ' ' || fix))[1:20] AS fixed_in FROM finding CROSS JOIN LATERAL unnest(finding.fixed_in) AS fix GROUP BY id
    ), placed AS (
      SELECT f.id, count(DISTINCT p.reference) AS images, count(DISTINCT (p.cluster, p.key)) FILTER (WHERE p.cluster <> '') AS workloads,
        count(DISTINCT p.cluster) FILTER (WHERE p.cluster <> '') AS clusters,
        count(DISTINCT (p.cluster, p.namespace)) FILTER (WHERE p.cluster <> '') AS namespaces,
        sum(f.packages) AS places
      FROM (SELECT id, digest, count(*) AS packages FROM finding GROUP BY id, digest) AS f JOIN image_place AS p ON p.digest = f.digest GROUP BY f.id
    ), gone AS (
      DELETE FROM vulnerability AS v WHERE v.id = ANY (${ids}::text[]) AND NOT EXISTS (SELECT FROM told WHERE told.id = v.id)
    )
    INSERT INTO vulnerability AS v (id, ${COLUMNS})
    SELECT t.id, one.aliases, t.severity, one.score, t.epss, t.kev, t.risk, t.packages, coalesce(x.fixed_in, '{}'), t.fixable, t.base,
      p.images, p.workloads, p.clusters, p.namespaces, p.places, t.first_seen
    FROM told AS t JOIN placed AS p ON p.id = t.id LEFT JOIN fixed AS x ON x.id = t.id CROSS JOIN LATERAL (
      SELECT ${SCORE} AS score, ARRAY(SELECT jsonb_array_elements_text(f.body -> 'aliases')) AS aliases
      FROM image_vulnerability AS f WHERE f.id = t.id ORDER BY f.digest, f.package LIMIT 1) AS one
    ON CONFLICT (id) DO UPDATE SET (${COLUMNS}) = (SELECT ${sql.raw(
      'excluded.aliases, excluded.severity, excluded.score, excluded.epss, excluded.kev, excluded.risk, excluded.packages, excluded.fixed_in, ' +
        'excluded.fixable, excluded.base, excluded.images, excluded.workloads, excluded.clusters, excluded.namespaces, excluded.places, excluded.first_seen',
    )})`.execute(transaction);
}

async function place(transaction: Db, ids: readonly string[]): Promise<void> {
  await sql`
    WITH place AS (
      SELECT f.id, p.cluster, p.namespace, count(DISTINCT p.key) FILTER (WHERE p.cluster <> '') AS workloads,
        sum(f.packages) AS places
      FROM (SELECT id, digest, count(*) AS packages FROM image_vulnerability WHERE id = ANY (${ids}::text[]) GROUP BY id, digest) AS f
      JOIN image_place AS p ON p.digest = f.digest GROUP BY f.id, p.cluster, p.namespace
    ), difference AS (
      SELECT id, cluster, namespace, max(workloads) AS workloads, max(places) AS places, min(stored) AS stored, bool_or(wanted) AS wanted FROM (
        SELECT v.id, v.cluster, v.namespace, NULL::bigint AS workloads, NULL::numeric AS places, v.ctid AS stored, false AS wanted FROM vulnerability_place AS v
        WHERE v.id = ANY (${ids}::text[])
        UNION ALL SELECT id, cluster, namespace, workloads, places, NULL::tid, true FROM place
      ) AS either GROUP BY id, cluster, namespace
    ), gone AS (
      DELETE FROM vulnerability_place AS v USING difference AS d WHERE NOT d.wanted AND v.ctid = d.stored
    )
    INSERT INTO vulnerability_place (id, cluster, namespace, workloads, places) SELECT id, cluster, namespace, workloads, places FROM difference WHERE wanted
    ON CONFLICT (id, cluster, namespace) DO UPDATE SET workloads = excluded.workloads, places = excluded.places
    WHERE (vulnerability_place.workloads, vulnerability_place.places) <> (excluded.workloads, excluded.places)`.execute(transaction);
}

/** Tells whoever looks that figures of vulnerabilities are others now. */
export async function tellCounted(query: Db): Promise<void> {
  const change: Change = { topics: ['vulnerability'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(query);
}
