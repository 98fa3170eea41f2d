import type { ClientBase } from '../../database/connection.ts';

/** LATERAL looks each key up in the index; a join would read the whole table while it has no statistics yet. */
const COUNT = `
INSERT INTO violation_count AS c (cluster, key, violations, total, severity)
SELECT $1, touched.key, counted.violations, counted.total, counted.worst
FROM unnest($2::text[]) AS touched (key) CROSS JOIN LATERAL (
  SELECT ARRAY[count(*) FILTER (WHERE v.severity = 0), count(*) FILTER (WHERE v.severity = 1), count(*) FILTER (WHERE v.severity = 2),
      count(*) FILTER (WHERE v.severity = 3), count(*) FILTER (WHERE v.severity = 4)]::integer[] AS violations,
    count(*)::integer AS total, coalesce(max(v.severity), -1) AS worst
  FROM violation AS v WHERE v.cluster = $1 AND v.object_key = touched.key AND v.resolved_at IS NULL AND v.state = 'fail'
) AS counted
ON CONFLICT (cluster, key) DO UPDATE SET violations = excluded.violations, total = excluded.total, severity = excluded.severity
WHERE c.violations <> excluded.violations`;

/** Brings the counts of open violations up to date, so that lists need not count. */
export async function countViolations(client: ClientBase, cluster: string, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await client.query(COUNT, [cluster, keys]);
}
