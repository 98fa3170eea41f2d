import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { IS_LIVE, IS_OF_VULNERABILITY } from '../live/store.ts';
import { meetsPart, toLike } from '../patterns/store.ts';
import { judgeImages, judgeVulnerabilities } from '../verdicts/store.ts';

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
const COLUMNS = sql.raw('exception, digest, id, package, version, purl, reference, cluster, namespace, key, container');

/**
 * Writes down which exceptions cover which findings, of one exception when it is named. To be called in a transaction: one at a time, so that no
 * row comes twice.
 */
export async function keepAcceptances(transaction: Db, exception: string | null = null): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${0x62_77_66_61})`.execute(transaction);
  const { rows } = await sql<{ ids: string[]; digests: string[] }>`
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
    ), difference AS (
      SELECT ${COLUMNS}, min(stored) AS stored, bool_or(wanted) AS wanted FROM (
        SELECT ${COLUMNS}, a.ctid AS stored, false AS wanted FROM finding_acceptance AS a
        WHERE ${exception}::uuid IS NULL OR a.exception = ${exception}::uuid
        UNION ALL SELECT ${COLUMNS}, NULL::tid, true FROM target
      ) AS either GROUP BY ${COLUMNS} HAVING min(stored) IS NULL OR NOT bool_or(wanted)
    ), gone AS (
      DELETE FROM finding_acceptance AS a USING difference AS d WHERE NOT d.wanted AND a.ctid = d.stored
    ), come AS (
      INSERT INTO finding_acceptance (${COLUMNS}) SELECT ${COLUMNS} FROM difference WHERE wanted
    ), changed AS (
      SELECT DISTINCT id, digest FROM difference
    ), planned AS (
      INSERT INTO plan_change (digest) SELECT DISTINCT digest FROM changed
    )
    SELECT coalesce(array_agg(DISTINCT id), '{}') AS ids, coalesce(array_agg(DISTINCT digest), '{}') AS digests FROM changed`.execute(
    transaction,
  );
  const { ids, digests } = rows[0] ?? { ids: [], digests: [] };
  await judgeVulnerabilities(transaction, ids);
  await judgeImages(transaction, digests);
}
