import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { ListSource } from '../../list/column.ts';
import { CLUSTER_STATE, matchCluster } from '../../views/clusters/store.ts';

export interface ProblemRecord {
  readonly id: string;
  readonly cluster: string | null;
  readonly clusterName: string | null;
  readonly code: string;
  readonly message: string;
  readonly source: string;
  readonly since: string;
}

/** What sensors report, sensors that say nothing, images that cannot be read, and what the server itself could not do. */
const PROBLEMS = sql`problem_now AS (
  SELECT p.cluster, p.key, p.code, p.message, p.source, p.first_seen_at AS since FROM problem AS p
  UNION ALL
  SELECT c.id, 'sensor-away', 'sensor-away', 'The sensor of this cluster is not connected: what is shown may be out of date.', 'sensor', c.contact_at
  FROM cluster AS c WHERE c.removed_at IS NULL AND ${CLUSTER_STATE} = 'away'
  UNION ALL
  SELECT u.cluster, 'scan ' || j.id, j.error_code, j.error_message, j.reference, j.failed_at
  FROM scan_job AS j CROSS JOIN LATERAL unnest(j.clusters) AS u (cluster)
  WHERE j.kind = 'inspect' AND j.state <> 'done' AND j.error_code <> '' AND (j.permanent OR j.attempts > 1)
  UNION ALL
  SELECT NULL, 'scanners', 'scanner-missing', 'Images wait to be read, and no scanner asks for work: start one with breakwater scanner.', 'scanners',
    min(j.created_at)
  FROM scan_job AS j WHERE j.state = 'waiting' AND j.kind = 'inspect' AND j.next_at < now() - interval '1 minute'
    AND NOT EXISTS (SELECT FROM scanner AS s WHERE s.seen_at > now() - interval '1 minute') HAVING count(*) > 0
  UNION ALL
  SELECT NULL, 'notifier ' || n.id, 'notifier-failing', 'Messages could not be delivered: ' || d.error, 'notifier ' || n.name, d.since
  FROM notifier AS n JOIN LATERAL (
    SELECT error, min(created_at) OVER () AS since FROM delivery WHERE notifier = n.id AND (state = 'failed' OR (state = 'waiting' AND attempts > 0))
    ORDER BY created_at DESC LIMIT 1
  ) AS d ON true
)`;

/** Everybody who sees a part of a cluster sees what could not be looked at in it; the server's own are for those who see everything. */
export function problemsSource(principal: Principal, isAdministrator: boolean): ListSource {
  const seen = sql<boolean>`(n.cluster IS NOT NULL AND ${visible(principal, { cluster: sql`n.cluster` }, true)})`;
  return {
    with: PROBLEMS,
    from: sql`problem_now AS n LEFT JOIN cluster AS c ON c.id = n.cluster`,
    select: sql`n.key AS id, n.cluster, c.name AS "clusterName", n.code, n.message, n.source, n.since`,
    where: [
      isAdministrator ? sql<boolean>`(n.cluster IS NULL OR ${seen})` : seen,
      sql<boolean>`(n.cluster IS NULL OR (c.id IS NOT NULL AND c.removed_at IS NULL))`,
    ],
    columns: {
      cluster: { value: sql`coalesce(c.name, '')`, where: matchCluster },
      code: { value: sql`n.code` },
      source: { value: sql`n.source` },
      since: { value: sql`n.since` },
    },
    tie: [{ value: sql`coalesce(n.cluster, '')` }, { value: sql`n.key` }],
    defaultSort: '-since',
  };
}
