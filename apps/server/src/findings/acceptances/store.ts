import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { meetsPart, toLike } from '../patterns/store.ts';

/** An exception of a vulnerability that holds at this moment, over rows called e. */
export const IS_LIVE = sql<boolean>`(e.state = 'approved' AND (e.expiry IS NULL OR e.expiry > now()))`;

/** Ids of vulnerabilities begin with a capital letter, as CVE-2026-1 and GHSA-xxxx; those of policies and controls do not. */
export const IS_OF_VULNERABILITY = sql<boolean>`(e.target ~ '^[A-Z]{2}[A-Z0-9]*-')`;

const SCOPE = sql`e.scope`;

const MEETS_PLACE = sql<boolean>`(${meetsPart(SCOPE, 'clusters', [sql`c.id`, sql`c.name`])}
  AND (NOT e.scope ? 'namespaces' OR p.cluster <> '') AND ${meetsPart(SCOPE, 'namespaces', [sql`p.namespace`])}
  AND ${meetsPart(SCOPE, 'workloads', [sql`w.name`, sql`w.kind || '/' || w.name`])}
  AND (NOT e.scope ? 'containers' OR p.cluster <> '') AND ${meetsPart(SCOPE, 'containers', [sql`p.container`])}
  AND ${meetsPart(SCOPE, 'images', [sql`p.reference`, sql`g.digest`, sql`g.index_digest`, sql`g.config_digest`])}
  AND NOT EXISTS (SELECT FROM jsonb_each_text(coalesce(e.scope -> 'labels', '{}')) AS l
    WHERE NOT coalesce(w.labels ->> l.key LIKE ${toLike(sql`l.value`)}, false))
  AND NOT e.scope ? 'files' AND NOT e.scope ? 'fields')`;

const MEETS_PACKAGE = sql<boolean>`((e.until IS NULL OR f.fixed_in = '{}')
  AND ${meetsPart(SCOPE, 'packages', [sql`f.package`, sql`f.package || '@' || f.version`, sql`f.purl`])})`;

const FINDING = sql`f.digest, f.id, f.package, f.version, f.purl`;
const SAME = sql<boolean>`(t.exception = a.exception AND t.digest = a.digest AND t.id = a.id AND t.package = a.package AND t.version = a.version
  AND t.purl = a.purl AND t.reference = a.reference AND t.cluster = a.cluster AND t.key = a.key AND t.container = a.container)`;

/**
 * Writes down which exceptions cover which findings, of one exception when it is named. To be called in a transaction: one at a time, so that no
 * row comes twice. @returns how many came or went
 */
export async function keepAcceptances(transaction: Db, exception: string | null = null): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(${0x62_77_66_61})`.execute(transaction);
  const { rows } = await sql<{ changed: number }>`
    WITH named AS (
      SELECT e.id AS exception, e.target AS name FROM exception AS e
      WHERE ${IS_LIVE} AND ${IS_OF_VULNERABILITY} AND (${exception}::uuid IS NULL OR e.id = ${exception}::uuid)
    ), meant AS (
      SELECT exception, name AS id FROM named
      UNION SELECT n.exception, v.id FROM named AS n JOIN vulnerability AS v ON v.aliases @> ARRAY[n.name]
    ), target AS (
      SELECT m.exception, ${FINDING}, p.reference, p.cluster, p.namespace, p.key, p.container
      FROM meant AS m JOIN exception AS e ON e.id = m.exception JOIN image_vulnerability AS f ON f.id = m.id
      JOIN image_place AS p ON p.digest = f.digest JOIN image AS g ON g.digest = f.digest
      LEFT JOIN cluster AS c ON c.id = p.cluster LEFT JOIN workload AS w ON w.cluster = p.cluster AND w.key = p.key
      WHERE ${MEETS_PACKAGE} AND ${MEETS_PLACE}
    ), gone AS (
      DELETE FROM finding_acceptance AS a WHERE (${exception}::uuid IS NULL OR a.exception = ${exception}::uuid)
        AND NOT EXISTS (SELECT FROM target AS t WHERE ${SAME}) RETURNING a.digest
    ), come AS (
      INSERT INTO finding_acceptance (exception, digest, id, package, version, purl, reference, cluster, namespace, key, container)
      SELECT t.exception, t.digest, t.id, t.package, t.version, t.purl, t.reference, t.cluster, t.namespace, t.key, t.container FROM target AS t
      WHERE NOT EXISTS (SELECT FROM finding_acceptance AS a WHERE ${SAME}) RETURNING digest
    ), changed AS (
      SELECT digest FROM gone UNION ALL SELECT digest FROM come
    ), planned AS (
      INSERT INTO plan_change (digest) SELECT DISTINCT digest FROM changed
    )
    SELECT count(*) AS changed FROM changed`.execute(transaction);
  return rows[0]?.changed ?? 0;
}
