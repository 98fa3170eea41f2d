import type { Exception } from '@breakwater/model';
import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import { visible } from '../../../access/visible.ts';
import type { Db } from '../../../database/connection.ts';
import { IS_LIVE, IS_OF_VULNERABILITY } from '../../../findings/live/store.ts';
import { seesPlace } from '../../../views/findings/store.ts';

export interface CoveredRecord {
  readonly reference: string;
  readonly digest: string;
  readonly package: string;
  readonly version: string;
}

/** Packages of images whose vulnerability an exception covers at this moment. */
export async function listCovered(db: Db, principal: Principal, exception: string): Promise<readonly CoveredRecord[]> {
  const { rows } = await sql<CoveredRecord>`
    SELECT DISTINCT a.reference, a.digest, a.package, a.version FROM finding_acceptance AS a JOIN exception AS e ON e.id = a.exception
    WHERE a.exception = ${exception}::uuid AND ${IS_LIVE} AND ${visible(principal, { cluster: sql`a.cluster`, namespace: sql`a.namespace` })}
    ORDER BY a.reference, a.digest, a.package, a.version LIMIT 200`.execute(db);
  return rows;
}

export interface NamedImage {
  readonly reference: string;
  readonly digest: string;
  readonly names: string[];
  readonly platform: string;
  /** ImageOutput as gzip of JSON. */
  readonly output: Buffer;
}

/** An image by one of its references, as it runs or is watched now; of several the one at most risk. */
export async function findNamedImage(db: Db, principal: Principal, reference: string): Promise<NamedImage | undefined> {
  const { rows } = await sql<NamedImage>`
    SELECT p.reference, g.digest, g.platform, g.output, array_remove(ARRAY[p.reference, g.digest, g.index_digest, g.config_digest], NULL) AS names
    FROM image_place AS p JOIN image AS g ON g.digest = p.digest
    WHERE p.reference = ${reference} AND ${seesPlace(principal)} ORDER BY g.risk DESC, g.digest LIMIT 1`.execute(db);
  return rows[0];
}

/** Exceptions of vulnerabilities that hold now and name no place: those speak of images, wherever they run. */
export async function listImageExceptions(db: Db): Promise<readonly Exception[]> {
  const { rows } = await sql<{ exception: Exception }>`
    SELECT jsonb_strip_nulls(jsonb_build_object('id', e.id, 'target', e.target, 'scope', e.scope, 'reason', e.reason, 'requester', e.requester,
      'approver', e.approver, 'vexStatus', e.vex_status, 'until', e.until,
      'expiry', to_char(e.expiry AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS exception
    FROM exception AS e WHERE ${IS_LIVE} AND ${IS_OF_VULNERABILITY}
      AND NOT e.scope ?| ARRAY['clusters', 'namespaces', 'workloads', 'containers', 'labels', 'files', 'fields']
    ORDER BY e.target, e.id`.execute(db);
  return rows.map(({ exception }) => exception);
}
