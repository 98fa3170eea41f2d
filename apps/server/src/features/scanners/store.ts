import type { ScannerDatabase } from '@breakwater/protocol';
import { sql } from 'kysely';
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
