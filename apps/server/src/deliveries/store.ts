import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';

const ROUTE_LIMIT = 500;
/** A sender that died holds a message no longer than this. */
const LEASE = '60 seconds';

/**
 * Takes openings from the outbox and queues a message for each notifier that they are for. The unique key of the queue keeps two servers, or a
 * repetition, from telling anybody twice.
 *
 * @param graceMs age from which an opening is taken: a violation and its workload, whose owner decides who is told, may arrive apart
 * @returns how many openings were taken
 */
export async function routeOpenings(db: Db, graceMs: number): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    WITH due AS (
      SELECT violation, opening FROM opening WHERE opened_at < now() - ${graceMs}::integer * interval '1 millisecond' ORDER BY opened_at LIMIT ${ROUTE_LIMIT} FOR UPDATE SKIP LOCKED
    ), taken AS (
      DELETE FROM opening AS o USING due WHERE o.violation = due.violation AND o.opening = due.opening RETURNING o.violation, o.opening
    ), queued AS (
      INSERT INTO delivery (notifier, violation, opening)
      SELECT n.id, v.id, taken.opening FROM taken JOIN violation AS v ON v.id = taken.violation JOIN cluster AS c ON c.id = v.cluster
      LEFT JOIN workload AS w ON w.cluster = v.cluster AND w.key = v.object_key
      JOIN notifier AS n ON n.enabled AND v.severity >= n.severity
        AND (n.clusters = '{}' OR v.cluster = ANY (n.clusters) OR c.name = ANY (n.clusters))
        AND (n.owners = '{}' OR coalesce(w.owner, '') = ANY (n.owners))
      ON CONFLICT DO NOTHING
    )
    SELECT count(*) AS taken FROM taken`.execute(db);
  return rows[0]?.taken ?? 0;
}

export interface LeasedDelivery {
  readonly id: string;
  readonly attempts: number;
  readonly opening: number;
  readonly type: string;
  readonly config: Record<string, unknown>;
  readonly secret: string | null;
  readonly violation: string;
  readonly policy: string;
  readonly severity: number;
  readonly message: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly owner: string;
  readonly openedAt: string;
}

/** Takes messages that are due. Each counts as tried from here on, so that one that kills its sender does not come back for ever. */
export async function leaseDeliveries(db: Db, limit: number): Promise<readonly LeasedDelivery[]> {
  const { rows } = await sql<LeasedDelivery>`
    WITH due AS (
      SELECT d.id FROM delivery AS d JOIN notifier AS n ON n.id = d.notifier AND n.enabled
      WHERE d.state = 'waiting' AND d.next_at <= now() ORDER BY d.next_at LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED
    ), leased AS (
      UPDATE delivery AS d SET attempts = d.attempts + 1, next_at = now() + ${LEASE}::interval FROM due WHERE d.id = due.id
      RETURNING d.id, d.attempts, d.opening, d.notifier, d.violation
    )
    SELECT l.id, l.attempts, l.opening, n.type, n.config, n.secret, v.id AS violation, v.policy, v.severity, v.message, v.cluster,
      c.name AS "clusterName", v.kind, v.namespace, v.name, v.container, coalesce(w.owner, '') AS owner, v.opened_at AS "openedAt"
    FROM leased AS l JOIN notifier AS n ON n.id = l.notifier JOIN violation AS v ON v.id = l.violation JOIN cluster AS c ON c.id = v.cluster
    LEFT JOIN workload AS w ON w.cluster = v.cluster AND w.key = v.object_key`.execute(db);
  return rows;
}

export async function markDelivered(db: Db, id: string): Promise<void> {
  await sql`UPDATE delivery SET state = 'delivered', error = '', ended_at = now() WHERE id = ${id}::uuid`.execute(db);
}

/** Undefined as the next time gives it up. */
export async function markFailed(db: Db, id: string, error: string, nextAt: Date | undefined): Promise<void> {
  const state = nextAt === undefined ? 'failed' : 'waiting';
  await sql`
    UPDATE delivery SET state = ${state}, error = ${error}, next_at = coalesce(${nextAt ?? null}::timestamptz, next_at),
      ended_at = CASE WHEN ${state}::text = 'failed' THEN now() END
    WHERE id = ${id}::uuid`.execute(db);
}
