import type { Vulnerability } from '@breakwater/model';
import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import type { Db } from '../../../database/connection.ts';
import { seesPlace } from '../../../views/findings/store.ts';

/** What was told of a vulnerability, of the findings that press most; enough to show why. */
export async function listTold(db: Db, principal: Principal, id: string): Promise<readonly Vulnerability[]> {
  const { rows } = await sql<{ body: Vulnerability }>`
    SELECT f.body FROM image_vulnerability AS f WHERE f.id = ${id}
      AND EXISTS (SELECT FROM image_place AS p WHERE p.digest = f.digest AND ${seesPlace(principal)})
    ORDER BY f.risk DESC, f.digest, f.package, f.version, f.purl LIMIT 50`.execute(db);
  return rows.map(({ body }) => body);
}
