import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import { visible } from '../../../access/visible.ts';
import type { Db } from '../../../database/connection.ts';

/** An object that was asked for, and how often. */
export interface Review {
  readonly decision: string;
  readonly day: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly owner: string;
  readonly requests: number;
  readonly text: string;
}

/** Different objects of the requests of the last days to one cluster, the most often asked for first; and whether some requests were kept without one. */
export async function listReviews(
  db: Db,
  principal: Principal,
  cluster: string,
  { days, most }: { readonly days: number; readonly most: number },
): Promise<{ readonly reviews: readonly Review[]; readonly without: number }> {
  const seen = sql`d.cluster = ${cluster} AND d.last_seen > now() - ${days}::integer * interval '1 day'
    AND ${visible(principal, { cluster: sql`d.cluster`, namespace: sql`d.namespace` })}`;
  const { rows } = await sql<Review>`
    SELECT g.decision, g.day, g.kind, g.namespace, g.name, g.user, g.owner, g.requests, o.body::text AS text FROM (
      SELECT d.object_hash, sum(d.count)::integer AS requests, (array_agg(d.id ORDER BY d.last_seen DESC))[1] AS decision,
        (array_agg(d.day::text ORDER BY d.last_seen DESC))[1] AS day, min(d.kind) AS kind, min(d.namespace) AS namespace, min(d.name) AS name,
        (array_agg(d.username ORDER BY d.last_seen DESC))[1] AS user,
        (array_agg(CASE WHEN d.controller = '' THEN d.kind || ' ' || d.name ELSE d.controller END))[1] AS owner
      FROM admission_decision AS d WHERE ${seen} AND d.object_hash <> '' AND d.operation IN ('CREATE', 'UPDATE')
      GROUP BY d.object_hash ORDER BY 2 DESC LIMIT ${most}) AS g
    JOIN admission_object AS o ON o.cluster = ${cluster} AND o.hash = g.object_hash`.execute(db);
  const { rows: left } = await sql<{ without: number }>`
    SELECT coalesce(sum(d.count), 0)::integer AS without FROM admission_decision AS d WHERE ${seen} AND d.object_hash = ''`.execute(db);
  return { reviews: rows, without: left[0]?.without ?? 0 };
}

/** Namespaces of a cluster as JSON. */
export async function listNamespaceTexts(db: Db, principal: Principal, cluster: string): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`SELECT o.raw::text AS text FROM object AS o
    WHERE o.cluster = ${cluster} AND o.key LIKE '/Namespace/%' AND ${visible(principal, { cluster: sql`o.cluster`, namespace: sql`o.name` })}`.execute(
    db,
  );
  return rows.map(({ text }) => text);
}
