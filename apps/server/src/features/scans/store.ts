import type { Answer, scans } from '@breakwater/api';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

type Scan = Answer<typeof scans.endpoints.create>;

export interface ScanRecord {
  readonly id: string;
  readonly kind: Scan['kind'];
  readonly state: Scan['state'];
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
  readonly registry: string;
  readonly priority: number;
  readonly requestedBy: string;
  readonly scanner: string | null;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
  readonly failedAt: string | null;
  readonly nextAt: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const STATE = sql`CASE WHEN j.state = 'leased' THEN 'running' WHEN j.state = 'done' THEN 'done' WHEN j.error_code = '' THEN 'waiting'
  WHEN j.permanent THEN 'failed' ELSE 'retrying' END`;

const SELECT = sql`j.id, j.kind, ${STATE} AS state, j.reference, j.digest, j.platform, j.registry, j.priority, j.requested_by AS "requestedBy",
  s.name AS scanner, j.phase, j.done, j.total, j.attempts, j.error_code AS code, j.error_message AS message, j.failed_at AS "failedAt",
  j.next_at AS "nextAt", j.created_at AS "createdAt", j.ended_at AS "endedAt"`;

const FROM = sql`scan_job AS j LEFT JOIN scanner AS s ON s.id = j.scanner`;

/** Who sees everything sees what nobody runs, too; the others see the images of their workloads. */
function seenBy(principal: Principal): RawBuilder<boolean> {
  const { clusters, namespaces } = principal.scope;
  if (clusters === undefined && namespaces === undefined) return sql<boolean>`true`;
  const place = visible(principal, { cluster: sql`i.cluster`, namespace: sql`i.namespace` });
  return sql<boolean>`(EXISTS (SELECT FROM workload_image AS i WHERE i.reference = j.reference AND ${place})
    OR (j.digest <> '' AND EXISTS (SELECT FROM workload_image AS i WHERE i.digests @> ARRAY[j.digest] AND ${place})))`;
}

export function scansSource(principal: Principal): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [seenBy(principal)],
    columns: {
      kind: { value: sql`j.kind`, cast: 'text' },
      state: { value: STATE, cast: 'text' },
      reference: { value: sql`j.reference` },
      digest: { value: sql`j.digest` },
      registry: { value: sql`j.registry` },
      code: { value: sql`j.error_code` },
      priority: { value: sql`j.priority` },
      createdAt: { value: sql`j.created_at` },
    },
    tie: [{ value: sql`j.id`, cast: 'uuid' }],
    defaultSort: '-priority',
  };
}

export async function findScan(db: Db, id: string): Promise<ScanRecord | undefined> {
  return (await sql<ScanRecord>`SELECT ${SELECT} FROM ${FROM} WHERE j.id = ${id}::uuid`.execute(db)).rows[0];
}
