import type { State } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { seesWholeClusters, visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import { VIOLATION_PLACE } from '../violations/store.ts';

/** How often a policy came to which state in a cluster. */
export interface PolicyStates {
  readonly cluster: string;
  readonly clusterName: string;
  readonly policy: string;
  readonly states: Readonly<Partial<Record<State, number>>>;
}

/**
 * Counts that a principal may see. Sensors count over whole clusters; for those who see only some namespaces what is stored row by row is
 * counted instead: it knows what fails and what is accepted there, not what passes.
 */
export async function listPolicyStates(db: Db, principal: Principal, cluster: RawBuilder<boolean>): Promise<readonly PolicyStates[]> {
  const counted = seesWholeClusters(principal)
    ? sql`SELECT p.cluster, p.policy, p.states FROM policy_state AS p WHERE p.states <> '{}' AND ${visible(principal, { cluster: sql`p.cluster` })}`
    : sql`SELECT s.cluster, s.policy, jsonb_object_agg(s.state, s.total) AS states FROM (
        SELECT v.cluster, v.policy, v.state, count(*) AS total FROM violation AS v
        WHERE v.resolved_at IS NULL AND ${visible(principal, VIOLATION_PLACE)}
        GROUP BY v.cluster, v.policy, v.state) AS s GROUP BY s.cluster, s.policy`;
  const { rows } = await sql<PolicyStates>`
    SELECT counted.cluster, c.name AS "clusterName", counted.policy, counted.states FROM (${counted}) AS counted
    JOIN cluster AS c ON c.id = counted.cluster AND c.removed_at IS NULL WHERE ${cluster} ORDER BY c.name, counted.policy`.execute(db);
  return rows;
}

/** Sums of counts by state. */
export function addStates(all: readonly Pick<PolicyStates, 'states'>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { states } of all) {
    for (const [state, count] of Object.entries(states)) sums[state] = (sums[state] ?? 0) + count;
  }
  return sums;
}
