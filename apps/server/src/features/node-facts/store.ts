import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface FactsRecord {
  readonly cluster: string;
  readonly node: string;
  readonly distribution: string;
  readonly collectedAt: string;
  readonly receivedAt: string;
}

export function factsSource(principal: Principal): ListSource {
  return {
    from: sql`node_facts AS f`,
    select: sql`f.cluster, f.node, f.distribution, f.collected_at AS "collectedAt", f.received_at AS "receivedAt"`,
    where: [visible(principal, { cluster: sql`f.cluster` })],
    columns: { cluster: { value: sql`f.cluster` }, node: { value: sql`f.node` }, collectedAt: { value: sql`f.collected_at` } },
    tie: [{ value: sql`f.cluster` }, { value: sql`f.node` }],
    defaultSort: 'node',
  };
}

/** By id or name, as far as somebody sees all of it. */
export async function findCluster(db: Db, principal: Principal, cluster: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM cluster AS c WHERE c.removed_at IS NULL AND (c.id = ${cluster} OR c.name = ${cluster})
      AND ${visible(principal, { cluster: sql`c.id` })} ORDER BY c.id = ${cluster} DESC LIMIT 1`.execute(db);
  return rows[0]?.id;
}
