import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';

/** Clusters that a principal may see, by name. */
export async function listClusterNames(db: Db, principal: Principal): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`SELECT c.id, c.name FROM cluster AS c
    WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` }, true)} ORDER BY c.name, c.id`.execute(db);
  return rows;
}
