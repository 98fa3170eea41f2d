import type { PullSecrets } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';

/** Names of secrets by job, as the pods that run the image name them, and their service accounts. */
const LIST = `
WITH used AS (
  SELECT j.id, i.cluster, i.key, i.namespace FROM scan_job AS j JOIN workload_image AS i ON i.reference = j.reference
  WHERE j.id = ANY ($1) AND i.cluster = ANY ($2)
  UNION
  SELECT j.id, i.cluster, i.key, i.namespace FROM scan_job AS j JOIN workload_image AS i ON i.digests @> ARRAY[j.digest]
  WHERE j.id = ANY ($1) AND i.cluster = ANY ($2) AND j.digest <> ''
), named AS (
  SELECT used.id, used.cluster, used.namespace, jsonb_path_query(o.raw, 'lax $.spec.**.imagePullSecrets[*].name') #>> '{}' AS name
  FROM used JOIN object AS o ON o.cluster = used.cluster AND o.key = used.key
  UNION
  SELECT used.id, used.cluster, used.namespace, jsonb_path_query(a.raw, 'lax $.imagePullSecrets[*].name') #>> '{}'
  FROM used JOIN workload AS w ON w.cluster = used.cluster AND w.key = used.key
  JOIN object AS a ON a.cluster = used.cluster
    AND a.key = '/ServiceAccount/' || used.namespace || '/' || coalesce(nullif(w.summary #>> '{serviceAccount,name}', ''), 'default')
)
SELECT id, cluster, namespace, array_agg(DISTINCT name ORDER BY name) AS names FROM named WHERE name <> '' GROUP BY id, cluster, namespace
ORDER BY cluster, namespace`;

/** @param clusters those whose secrets the scanner can read; names of others would be of no use to it */
export async function listPullSecrets(
  pool: Pool,
  jobs: readonly string[],
  clusters: readonly string[],
): Promise<ReadonlyMap<string, PullSecrets[]>> {
  const { rows } = await pool.query<PullSecrets & { id: string }>(LIST, [jobs, clusters]);
  const found = new Map<string, PullSecrets[]>();
  for (const { id, ...secrets } of rows) found.set(id, [...(found.get(id) ?? []), secrets]);
  return found;
}
