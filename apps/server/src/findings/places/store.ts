import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { toLike } from '../patterns/store.ts';

const RUNNING = sql`SELECT i.cluster, i.namespace, i.key, i.container, i.reference, i.digests
  FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL`;

const COLUMNS = sql.raw('digest, reference, cluster, namespace, key, container');
const PLACE = sql`t.reference, t.cluster, t.namespace, t.key, t.container`;

/** What a reference stood for last. */
const NEWEST = sql`SELECT DISTINCT ON (r.reference) r.reference, r.digest FROM image_reference AS r JOIN image AS g ON g.digest = r.digest
  ORDER BY r.reference, r.seen_at DESC, r.digest`;

/** Nobody runs it, and yet somebody wants to know of it. */
const ASKED = sql`(EXISTS (SELECT FROM watched_image AS w WHERE n.reference LIKE ${toLike(sql`w.pattern`)})
  OR EXISTS (SELECT FROM scan_job AS j WHERE j.kind = 'inspect' AND j.reference = n.reference AND j.requested_by <> ''))`;

/**
 * Which image each container runs: what its pods report, by any name that it has; where they report none, what the reference stood for last.
 * What has moved is marked to be counted again. @returns how many places came or went
 */
export async function keepPlaces(db: Db): Promise<number> {
  const { rows } = await sql<{ moved: number }>`
    WITH running AS (${RUNNING}), told AS (
      SELECT running.*, d.digest AS told FROM running CROSS JOIN LATERAL unnest(running.digests) AS d (digest)
    ), newest AS (${NEWEST}), place AS (
      SELECT g.digest, ${PLACE} FROM told AS t JOIN image AS g ON g.digest = t.told
      UNION SELECT g.digest, ${PLACE} FROM told AS t JOIN image AS g ON g.config_digest = t.told
      UNION SELECT g.digest, ${PLACE} FROM told AS t JOIN image AS g ON g.index_digest = t.told
      UNION SELECT n.digest, ${PLACE} FROM running AS t JOIN newest AS n ON n.reference = t.reference WHERE t.digests = '{}'
      UNION SELECT n.digest, n.reference, '', '', '', '' FROM newest AS n
        WHERE NOT EXISTS (SELECT FROM running AS t WHERE t.reference = n.reference) AND ${ASKED}
    ), difference AS (
      SELECT ${COLUMNS}, min(stored) AS stored FROM (
        SELECT ${COLUMNS}, p.ctid AS stored, false AS wanted FROM image_place AS p UNION ALL SELECT ${COLUMNS}, NULL::tid, true FROM place
      ) AS either GROUP BY ${COLUMNS} HAVING min(stored) IS NULL OR NOT bool_or(wanted)
    ), gone AS (
      DELETE FROM image_place AS p USING difference AS d WHERE p.ctid = d.stored
    ), come AS (
      INSERT INTO image_place (${COLUMNS}) SELECT ${COLUMNS} FROM difference WHERE stored IS NULL
    ), moved AS (
      SELECT DISTINCT digest FROM difference
    ), counted AS (
      INSERT INTO vulnerability_change (id) SELECT DISTINCT f.id FROM image_vulnerability AS f JOIN moved ON moved.digest = f.digest
    ), planned AS (
      INSERT INTO plan_change (digest) SELECT digest FROM moved
    )
    SELECT count(*) AS moved FROM moved`.execute(db);
  return rows[0]?.moved ?? 0;
}
