import type { Exception, Scope } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { toLikePattern } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import { IS_LIVE, IS_OF_VULNERABILITY, KIND } from '../../findings/live/store.ts';

export type ExceptionState = 'requested' | 'approved' | 'denied' | 'expired' | 'ended';

export interface ExceptionRecord {
  readonly id: string;
  readonly state: ExceptionState;
  readonly target: string;
  readonly scope: Scope;
  readonly reason: string;
  readonly requester: string;
  readonly approver: string | null;
  readonly expiry: string | null;
  readonly vexStatus: Exception['vexStatus'] | null;
  readonly requestedAt: string;
  readonly decidedAt: string | null;
  readonly comment: string;
  readonly selfApproved: boolean;
  readonly violations: number;
  readonly until: 'fixable' | null;
  /** Null where it is of no vulnerability. */
  readonly kind: 'accepted' | 'deferred' | 'false-positive' | null;
  readonly findings: number;
}

/** An end that has come counts at once, before the job that writes it down. */
export const EXCEPTION_STATE = sql`CASE WHEN e.state IN ('requested', 'approved') AND e.expiry <= now() THEN 'expired' ELSE e.state END`;

export const SELECT_EXCEPTION = sql`e.id, ${EXCEPTION_STATE} AS state, e.target, e.scope, e.reason, e.requester, e.approver, e.expiry, e.vex_status AS "vexStatus",
  e.requested_at AS "requestedAt", e.decided_at AS "decidedAt", e.comment, e.self_approved AS "selfApproved",
  (SELECT count(*) FROM violation AS v WHERE v.exception = e.id::text AND v.resolved_at IS NULL AND v.state = 'accepted') AS violations,
  e.until, CASE WHEN ${IS_OF_VULNERABILITY} THEN ${KIND} END AS kind, (
    SELECT count(*) FROM (SELECT DISTINCT a.digest, a.package, a.version, a.purl FROM finding_acceptance AS a WHERE a.exception = e.id AND ${IS_LIVE}) AS one
  ) AS findings`;

/** An exception lies in a scope when it names nothing outside of it. One's own are always seen. */
export function seesException({ scope, person }: Principal): RawBuilder<boolean> {
  const parts = (['clusters', 'namespaces'] as const).flatMap(part => {
    const allowed = scope[part];
    if (allowed === undefined) return [];
    const clusters =
      part === 'clusters'
        ? sql`OR name IN (SELECT id FROM cluster WHERE cluster.name LIKE ANY (${allowed.map(toLikePattern)}::text[]))`
        : sql``;
    return sql<boolean>`(jsonb_array_length(coalesce(e.scope -> ${sql.lit(part)}, '[]')) > 0 AND NOT EXISTS (
      SELECT FROM jsonb_array_elements_text(e.scope -> ${sql.lit(part)}) AS name
      WHERE NOT (name LIKE ANY (${allowed.map(toLikePattern)}::text[]) ${clusters})))`;
  });
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(e.requester = ${person} OR (${sql.join(parts, sql` AND `)}))`;
}

export async function findException(db: Db, principal: Principal, id: string): Promise<ExceptionRecord | undefined> {
  const { rows } =
    await sql<ExceptionRecord>`SELECT ${SELECT_EXCEPTION} FROM exception AS e WHERE e.id = ${id}::uuid AND ${seesException(principal)}`.execute(
      db,
    );
  return rows[0];
}

/** Those that name one of the vulnerabilities, the newest first. */
export async function listExceptionsOf(db: Db, principal: Principal, targets: readonly string[]): Promise<readonly ExceptionRecord[]> {
  const { rows } = await sql<ExceptionRecord>`SELECT ${SELECT_EXCEPTION} FROM exception AS e
    WHERE e.target = ANY (${[...targets]}::text[]) AND ${seesException(principal)} ORDER BY e.requested_at DESC, e.id LIMIT 200`.execute(
    db,
  );
  return rows;
}
