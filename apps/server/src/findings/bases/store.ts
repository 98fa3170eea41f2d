import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { isApprovalOf } from '../../views/bases/store.ts';

/** Base images that are due to be looked at, each approval once by whichever server asks first: those in use, and those that approvals name whole. */
export async function takeDueBases(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    WITH a AS (
      UPDATE base_approval SET next_at = now() + rescan_days * interval '1 day' WHERE next_at <= now() AND (expiry IS NULL OR expiry > now())
      RETURNING pattern
    )
    SELECT a.pattern AS name FROM a WHERE a.pattern NOT LIKE '%*'
    UNION SELECT g.base_name FROM a JOIN image AS g ON g.base_name <> '' AND ${isApprovalOf(sql`g.base_name`)}
      WHERE EXISTS (SELECT FROM image_place AS p WHERE p.digest = g.digest)
    ORDER BY name LIMIT 500`.execute(db);
  return rows.map(({ name }) => name);
}
