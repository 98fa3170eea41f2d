import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import type { ListSource } from '../../../list/column.ts';
import { isApprovalOf } from '../../../views/bases/store.ts';
import type { CountRecord } from '../../../views/findings/rows.ts';
import { seesPlace } from '../../../views/findings/store.ts';

export interface SeenRecord extends CountRecord {
  readonly name: string;
  readonly digest: string;
  readonly methods: string[];
  readonly images: number;
  readonly workloads: number;
  /** By which it was scanned itself. */
  readonly reference: string | null;
  readonly newestDigest: string | null;
  readonly newer: boolean;
  readonly matched: boolean;
  readonly risk: number;
  readonly state: 'approved' | 'expired' | 'not-approved';
  readonly approval: string | null;
  readonly approvedBy: string | null;
  readonly expiry: string | null;
}

const NEWER = sql`coalesce(b.digest <> '' AND b.digest NOT IN (n.digest, coalesce(n.index_digest, ''), coalesce(n.config_digest, '')), false)`;
const STATE = sql`CASE WHEN a.id IS NULL THEN 'not-approved' WHEN a.expiry <= now() THEN 'expired' ELSE 'approved' END`;
const RISK = sql`CASE WHEN g.matched_at IS NULL THEN -1 ELSE g.risk END`;

/** Base images of what the principal sees; each as it was scanned itself, where it was. */
export function seenSource(principal: Principal): ListSource {
  return {
    with: sql`resting AS (
      SELECT g.base_name AS name, g.base_digest AS digest, array_agg(DISTINCT g.base_method ORDER BY g.base_method) AS methods,
        count(DISTINCT p.reference) AS images, count(DISTINCT (p.cluster, p.key)) FILTER (WHERE p.cluster <> '') AS workloads
      FROM image_place AS p JOIN image AS g ON g.digest = p.digest
      WHERE g.base_method <> '' AND ${seesPlace(principal)} GROUP BY g.base_name, g.base_digest
    )`,
    from: sql`resting AS b LEFT JOIN LATERAL (
        SELECT g.digest, g.index_digest, g.config_digest FROM image_reference AS r JOIN image AS g ON g.digest = r.digest
        WHERE r.reference = b.name ORDER BY r.seen_at DESC, r.digest LIMIT 1) AS n ON true
      LEFT JOIN LATERAL (
        SELECT g.*, one.place FROM (
          SELECT g.digest, 1 AS place FROM image AS g WHERE b.digest <> '' AND g.digest = b.digest
          UNION ALL SELECT g.digest, 1 FROM image AS g WHERE b.digest <> '' AND g.index_digest = b.digest
          UNION ALL SELECT n.digest, 2 WHERE n.digest IS NOT NULL
        ) AS one JOIN image AS g ON g.digest = one.digest ORDER BY one.place, g.digest LIMIT 1) AS g ON true
      LEFT JOIN LATERAL (
        SELECT r.reference FROM image_reference AS r WHERE r.digest = g.digest ORDER BY r.reference <> b.name, r.seen_at DESC, r.reference LIMIT 1
      ) AS r ON true
      LEFT JOIN LATERAL (
        SELECT a.id, a.approved_by, a.expiry FROM base_approval AS a WHERE ${isApprovalOf(sql`CASE WHEN b.name <> '' THEN b.name ELSE b.digest END`)}
        ORDER BY coalesce(a.expiry, 'infinity') DESC, a.id LIMIT 1) AS a ON true`,
    select: sql`b.name, b.digest, b.methods, b.images, b.workloads, r.reference, n.digest AS "newestDigest", ${NEWER} AS newer,
      g.matched_at IS NOT NULL AS matched, ${RISK} AS risk, g.critical, g.high, g.medium, g.low, g.fixable, g.exploited, 0 AS accepted,
      ${STATE} AS state, a.id AS approval, a.approved_by AS "approvedBy", a.expiry`,
    where: [],
    columns: {
      name: { value: sql`b.name` },
      digest: { value: sql`b.digest` },
      images: { value: sql`b.images` },
      workloads: { value: sql`b.workloads` },
      risk: { value: RISK, cast: 'real' },
      newer: { value: NEWER },
      state: { value: STATE },
    },
    tie: [{ value: sql`b.name` }, { value: sql`b.digest` }],
    defaultSort: '-images',
  };
}
