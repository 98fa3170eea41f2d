import type { ScannerDatabase } from '@breakwater/protocol';
import { sql } from 'kysely';
import type { ListSource } from '../../list/column.ts';

export interface AdvisoryRecord {
  readonly digest: string;
  readonly built: string;
  readonly ageHours: number;
  readonly records: number;
  readonly feeds: ScannerDatabase['feeds'];
  readonly scanners: string[];
  readonly seenAt: string;
  readonly newest: boolean;
  readonly matched: number;
  readonly waiting: number;
}

/** Databases that scanners told of. The newest is the one by which images are matched: one that nobody has any more does not count. */
export const advisoriesSource: ListSource = {
  from: sql`advisory_database AS d`,
  select: sql`d.digest, d.built, floor(greatest(extract(epoch FROM now() - d.built), 0) / 3600)::integer AS "ageHours", d.records, d.feeds,
    ARRAY(SELECT s.name FROM scanner AS s WHERE s.database ->> 'digest' = d.digest ORDER BY s.name) AS scanners, d.seen_at AS "seenAt",
    d.digest = (SELECT n.digest FROM advisory_database AS n WHERE n.seen_at > now() - interval '1 day' ORDER BY n.built DESC, n.digest LIMIT 1) AS newest,
    (SELECT count(*) FROM image AS i WHERE i.database_digest = d.digest) AS matched,
    (SELECT count(*) FROM image AS i WHERE i.database_built IS NULL OR i.database_built < d.built) AS waiting`,
  where: [],
  columns: { built: { value: sql`d.built` }, seenAt: { value: sql`d.seen_at` }, records: { value: sql`d.records` } },
  tie: [{ value: sql`d.digest` }],
  defaultSort: '-built',
};
