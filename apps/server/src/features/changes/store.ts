import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';

/** Those of the clusters of which the principal sees at least a part. */
export async function listVisibleClusters(db: Db, principal: Principal, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM cluster AS c WHERE c.id = ANY (${[...ids]}::text[]) AND ${visible(principal, { cluster: sql`c.id` }, true)}`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}
