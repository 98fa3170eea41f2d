import type { Answer, admission } from '@breakwater/api';
import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import { visible } from '../../../access/visible.ts';
import type { Db } from '../../../database/connection.ts';
import { CLUSTER_STATE } from '../../../views/clusters/store.ts';

export type Status = Answer<typeof admission.endpoints.status>['results'][number];
/** What is known without the replicas. */
export type ActivityStatus = Omit<Status, 'policySet' | 'replicas' | 'silentSince'>;
type Row = Omit<ActivityStatus, 'lastDecision' | 'revision'> & { readonly lastDecision: string | null; readonly revision: number | null };

/** How admission is in every cluster of which a principal sees at least a part. */
export async function listStatus(db: Db, principal: Principal): Promise<readonly ActivityStatus[]> {
  const { rows } = await sql<Row>`
    SELECT c.id AS cluster, c.name AS "clusterName", ${CLUSTER_STATE} AS state,
      (SELECT count(*)::integer FROM policy_state AS p WHERE p.cluster = c.id AND p.enforcement #>> '{native,state}' = 'active') AS native,
      (SELECT count(*)::integer FROM policy_state AS p WHERE p.cluster = c.id AND p.enforcement IS NOT NULL
        AND p.enforcement #>> '{native,state}' <> 'active') AS "notNative",
      d."lastDecision", coalesce(d.requests, 0)::integer AS requests, coalesce(d.denied, 0)::integer AS denied, coalesce(d.failed, 0)::integer AS failed,
      d.revision, coalesce(d."notEvaluated", '{}') AS "notEvaluated"
    FROM cluster AS c LEFT JOIN LATERAL (
      SELECT max(a.last_seen) AS "lastDecision", sum(a.count) FILTER (WHERE a.last_seen > now() - interval '1 hour') AS requests,
        sum(a.count) FILTER (WHERE a.last_seen > now() - interval '1 hour' AND NOT a.allowed) AS denied,
        sum(a.count) FILTER (WHERE a.mode LIKE 'failed-%') AS failed, max((a.body ->> 'revision')::integer) AS revision,
        (SELECT array_agg(DISTINCT missing.policy ORDER BY missing.policy) FROM admission_decision AS n, jsonb_array_elements_text(n.body -> 'notEvaluated') AS missing (policy)
          WHERE n.cluster = c.id AND n.last_seen > now() - interval '1 day') AS "notEvaluated"
      FROM admission_decision AS a WHERE a.cluster = c.id AND a.last_seen > now() - interval '1 day') AS d ON true
    WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` }, true)} ORDER BY c.name, c.id`.execute(db);
  return rows.map(({ lastDecision, revision, ...row }) => ({
    ...row,
    ...(lastDecision === null ? {} : { lastDecision }),
    ...(revision === null ? {} : { revision }),
  }));
}
