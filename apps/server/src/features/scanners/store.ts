import type { ScannerDatabase } from '@breakwater/protocol';
import { sql } from 'kysely';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface ScannerRecord {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly createdAt: string;
  readonly seenAt: string | null;
  readonly clusters: string[];
  readonly leased: number;
  readonly database: ScannerDatabase | null;
}

export const scannersSource: ListSource = {
  from: sql`scanner AS s`,
  select: sql`s.id, s.name, s.version, s.created_at AS "createdAt", s.seen_at AS "seenAt", s.clusters, s.database,
    (SELECT count(*) FROM scan_job AS j WHERE j.scanner = s.id AND j.state = 'leased') AS leased`,
  where: [],
  columns: { name: { value: sql`s.name` }, seenAt: { value: sql`coalesce(s.seen_at, s.created_at)` } },
  tie: [{ value: sql`s.id`, cast: 'uuid' }],
  defaultSort: 'name',
};

/** What it worked on is waiting again. */
export async function deleteScanner(db: Db, id: string): Promise<boolean> {
  const change: Change = { topics: ['scanner', 'scans'] };
  const { rows } = await sql<{ removed: boolean }>`
    WITH removed AS (DELETE FROM scanner WHERE id = ${id}::uuid RETURNING id), released AS (
      UPDATE scan_job AS j SET state = 'waiting', scanner = NULL, lease = NULL, lease_ends_at = NULL, next_at = now()
      FROM removed WHERE j.scanner = removed.id AND j.state = 'leased'
    )
    SELECT true AS removed, pg_notify(${CHANNEL}, ${JSON.stringify(change)}) FROM removed`.execute(db);
  return rows.length > 0;
}
