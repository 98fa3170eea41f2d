import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Pool } from '../../database/connection.ts';
import { isReference } from '../../scanners/is-reference.ts';

/** Images of one cluster that are kept as wanted, the newest of them: whoever makes up names must not fill the queue. */
const MOST = 500;

/**
 * Those that have been asked for once are known for a day, as those that run are: the pods of a request come right after it. What was asked for
 * before is looked at anew.
 */
const STORE = `
WITH stored AS (
  INSERT INTO wanted_image (cluster, reference) SELECT id, unnest($2::text[]) FROM cluster WHERE id = $1 AND connection = $3 AND removed_at IS NULL
  ON CONFLICT (cluster, reference) DO UPDATE SET asked_at = now()
  RETURNING reference
), dropped AS (
  DELETE FROM wanted_image AS w WHERE w.cluster = $1 AND w.reference <> ALL ($2::text[]) AND (w.asked_at < now() - interval '1 day'
    OR w.asked_at < (SELECT o.asked_at FROM wanted_image AS o WHERE o.cluster = $1 ORDER BY o.asked_at DESC OFFSET ${MOST - 1} LIMIT 1))
)
SELECT count(*)::integer AS stored, CASE WHEN count(*) > 0 THEN pg_notify($4, $5) END FROM stored`;

/** Writes down which images requests to a cluster wait for. What could not be the name of an image is left out. */
export async function storeWanted(
  pool: Pool,
  { cluster, connection }: { readonly cluster: string; readonly connection: string },
  images: readonly string[],
): Promise<void> {
  const change: Change = { cluster, topics: ['watched-image'] };
  const references = [...new Set(images.filter(isReference))];
  if (references.length > 0) await pool.query(STORE, [cluster, references, connection, CHANNEL, JSON.stringify(change)]);
}
