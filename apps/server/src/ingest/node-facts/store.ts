import type { NodeFacts } from '@breakwater/model';
import type { Pool } from '../../database/connection.ts';

/** Clocks of nodes may be wrong; facts from far in the future would keep all later ones out. */
const MAX_AHEAD_MS = 24 * 60 * 60_000;

/** Whether the time of facts can have been. */
export function isTimely({ collectedAt }: NodeFacts, now: number): boolean {
  const collected = Date.parse(collectedAt);
  return !Number.isNaN(collected) && collected <= now + MAX_AHEAD_MS;
}

/** Facts that are older than those that are there change nothing; nor does a connection that writes no more. */
const STORE = `
INSERT INTO node_facts AS f (cluster, node, distribution, collected_at, body)
SELECT c.id, $2, $3, $4::timestamptz, $5 FROM cluster AS c WHERE c.id = $1 AND c.removed_at IS NULL AND ($6::text IS NULL OR c.connection::text = $6)
ON CONFLICT (cluster, node) DO UPDATE SET distribution = excluded.distribution, collected_at = excluded.collected_at, received_at = now(), body = excluded.body
WHERE f.collected_at <= excluded.collected_at`;

/** @param connection of the sensor that tells it; undefined where a person does */
export async function storeFacts(pool: Pool, cluster: string, facts: NodeFacts, connection?: string): Promise<void> {
  const { node, distribution, collectedAt } = facts;
  await pool.query(STORE, [cluster, node, distribution, collectedAt, JSON.stringify(facts), connection ?? null]);
}
