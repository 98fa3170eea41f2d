import { READERS_PREFIX } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';
import { PRIORITY } from '../holder.ts';
import type { Pull } from '../queue/store.ts';

/**
 * What clusters run or requests wait for, and on which platform: that of the cluster's nodes where they are all alike, else that of the nodes on which the pods are.
 * An image by reference only is looked at again after a day, since its tag may have moved.
 */
const WANTED = `
node AS (
  SELECT cluster, name, (raw #>> '{status,nodeInfo,operatingSystem}') || '/' || (raw #>> '{status,nodeInfo,architecture}') AS platform
  FROM object WHERE kind = 'Node'
), single AS (
  SELECT cluster, min(platform) AS platform FROM node WHERE platform IS NOT NULL GROUP BY cluster HAVING count(DISTINCT platform) = 1
), placed AS (
  SELECT DISTINCT w.cluster, w.key, n.platform
  FROM workload AS w CROSS JOIN LATERAL jsonb_array_elements(w.summary -> 'pods') AS pod
  JOIN node AS n ON n.cluster = w.cluster AND n.name = pod ->> 'node' AND n.platform IS NOT NULL
  WHERE NOT EXISTS (SELECT FROM single AS s WHERE s.cluster = w.cluster)
), used AS (
  SELECT i.cluster, i.reference, coalesce(d.digest, '') AS digest, coalesce(s.platform, p.platform, '') AS platform
  FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL
  LEFT JOIN LATERAL unnest(i.digests) AS d (digest) ON true
  LEFT JOIN single AS s ON s.cluster = i.cluster
  LEFT JOIN placed AS p ON p.cluster = i.cluster AND p.key = i.key
  WHERE i.reference <> ''
  UNION SELECT a.cluster, a.reference, '', coalesce(s.platform, '') FROM wanted_image AS a
  JOIN cluster AS c ON c.id = a.cluster AND c.removed_at IS NULL LEFT JOIN single AS s ON s.cluster = a.cluster
  WHERE a.asked_at > now() - interval '1 day'
), wanted AS (
  SELECT min(reference) AS reference, digest, platform, array_agg(DISTINCT cluster ORDER BY cluster) AS clusters,
    trim(CASE WHEN digest = '' THEN min(reference) ELSE digest END || ' ' || platform) AS subject
  FROM used GROUP BY digest, platform, CASE WHEN digest = '' THEN reference ELSE '' END
)`;

const FITS = "(w.platform = '' OR g.platform = w.platform OR g.platform LIKE w.platform || '/%')";

const LIST_MISSING = `
WITH ${WANTED}, missing AS (
  SELECT w.*, false AS seen FROM wanted AS w
  WHERE w.digest <> '' AND NOT EXISTS (SELECT FROM image AS g WHERE g.digest = w.digest)
    AND NOT EXISTS (SELECT FROM image AS g WHERE g.config_digest = w.digest)
    AND NOT EXISTS (SELECT FROM image AS g WHERE g.index_digest = w.digest AND ${FITS})
  UNION ALL
  SELECT w.*, EXISTS (SELECT FROM image_reference AS r JOIN image AS g ON g.digest = r.digest WHERE r.reference = w.reference AND ${FITS}) AS seen
  FROM wanted AS w
  WHERE w.digest = '' AND NOT EXISTS (
    SELECT FROM image_reference AS r JOIN image AS g ON g.digest = r.digest
    WHERE r.reference = w.reference AND r.seen_at > now() - interval '1 day' AND ${FITS})
)
SELECT reference, digest, platform, clusters, seen FROM missing AS m
WHERE NOT EXISTS (
  SELECT FROM scan_job AS j
  WHERE j.kind = 'inspect' AND j.subject = m.subject AND j.state = 'done' AND j.ended_at > now() - interval '1 day')`;

/** What clusters run and nobody has read yet, or not lately. */
export async function listMissing(pool: Pool): Promise<readonly Pull[]> {
  const { rows } = await pool.query<{ reference: string; digest: string; platform: string; clusters: string[]; seen: boolean }>(
    LIST_MISSING,
  );
  return rows.map(({ seen, ...row }) => ({ ...row, kind: 'inspect', priority: seen ? PRIORITY.refresh : PRIORITY.running }));
}

/** Images that are read again within an hour because scanners read more by now: registries have other things to do. */
export const REREAD_PER_HOUR = 60;

/**
 * While scanners of several versions are at work nothing is read again: what one has read anew the other would think outdated. Scanners that do
 * not say what they read by count as another version.
 */
const LIST_OUTDATED = `
WITH ${WANTED}, readers AS (
  SELECT (SELECT substr(c, ${READERS_PREFIX.length + 1}) FROM unnest(s.capabilities) AS c WHERE c LIKE '${READERS_PREFIX}%' LIMIT 1) AS hash
  FROM scanner AS s WHERE s.seen_at > now() - interval '10 minutes'
), alike AS (
  SELECT min(hash) AS hash FROM readers HAVING count(DISTINCT coalesce(hash, '')) = 1 AND count(hash) > 0
), other AS (
  SELECT g.* FROM image AS g JOIN alike AS a ON encode(sha256(convert_to(g.catalogers, 'UTF8')), 'hex') <> a.hash
), meant AS (
  SELECT w.*, g.digest AS image FROM wanted AS w JOIN other AS g ON g.digest = w.digest
  UNION ALL SELECT w.*, g.digest FROM wanted AS w JOIN other AS g ON g.config_digest = w.digest
  UNION ALL SELECT w.*, g.digest FROM wanted AS w JOIN other AS g ON g.index_digest = w.digest AND ${FITS}
  UNION ALL SELECT w.*, g.digest FROM wanted AS w JOIN image_reference AS r ON r.reference = w.reference AND r.seen_at > now() - interval '2 days'
    JOIN other AS g ON g.digest = r.digest AND ${FITS} WHERE w.digest = ''
), outdated AS (
  SELECT DISTINCT ON (m.image) m.reference, m.image AS digest, m.platform, m.clusters, g.inspected_at
  FROM meant AS m JOIN image AS g ON g.digest = m.image ORDER BY m.image, m.reference
)
SELECT reference, digest, platform, clusters FROM outdated AS o
WHERE NOT EXISTS (SELECT FROM scan_job AS j WHERE j.kind = 'inspect' AND j.digest = o.digest AND j.state <> 'done')
ORDER BY inspected_at, digest
LIMIT greatest(0, ${REREAD_PER_HOUR} - (SELECT count(*) FROM scan_job
  WHERE kind = 'inspect' AND priority = ${PRIORITY.reread} AND created_at > now() - interval '1 hour'))`;

/** What clusters run and was read by other catalogers than all scanners have now; those first that were read longest ago. */
export async function listOutdated(pool: Pool): Promise<readonly Pull[]> {
  const { rows } = await pool.query<{ reference: string; digest: string; platform: string; clusters: string[] }>(LIST_OUTDATED);
  return rows.map(row => ({ ...row, kind: 'inspect', priority: PRIORITY.reread }));
}

/** Takes back what was queued for clusters that do not run it any more. */
export async function dropUnused(pool: Pool): Promise<void> {
  await pool.query(
    `WITH ${WANTED} DELETE FROM scan_job AS j WHERE j.kind = 'inspect' AND j.state = 'waiting' AND j.requested_by = ''
      AND j.priority IN (${PRIORITY.running}, ${PRIORITY.refresh}) AND NOT EXISTS (SELECT FROM wanted AS w WHERE w.subject = j.subject)`,
  );
}

const KEEP_REFERENCES = `
WITH used AS (
  SELECT DISTINCT i.reference, d.digest FROM workload_image AS i CROSS JOIN LATERAL unnest(i.digests) AS d (digest)
), known AS (
  SELECT u.reference, g.digest FROM used AS u JOIN image AS g ON g.digest = u.digest
  UNION SELECT u.reference, g.digest FROM used AS u JOIN image AS g ON g.index_digest = u.digest
  UNION SELECT u.reference, g.digest FROM used AS u JOIN image AS g ON g.config_digest = u.digest
)
INSERT INTO image_reference AS r (reference, digest) SELECT reference, digest FROM known
ON CONFLICT (reference, digest) DO UPDATE SET seen_at = now() WHERE r.seen_at < now() - interval '1 hour'`;

/** Writes down which image each reference stands for, as pods report it. */
export async function keepReferences(pool: Pool): Promise<void> {
  await pool.query(KEEP_REFERENCES);
}
