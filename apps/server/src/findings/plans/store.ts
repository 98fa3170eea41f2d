import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import { coveredOf, eachFinding, judgeImages } from '../verdicts/store.ts';

/** Images whose plans are counted in one transaction. */
const AT_ONCE = 200;

/** Counts again what a rebuild would mend, of images where that has changed. To be called in a transaction. @returns how many; 0 when none is left */
export async function countPlans(transaction: Db): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(${0x62_77_66_70})`.execute(transaction);
  const { rows } = await sql<{ digests: string[] }>`
    WITH due AS (
      SELECT DISTINCT digest FROM plan_change LIMIT ${AT_ONCE}
    ), taken AS (
      DELETE FROM plan_change AS c USING due WHERE c.digest = due.digest
    )
    SELECT coalesce(array_agg(digest), '{}') AS digests FROM due`.execute(transaction);
  const digests = rows[0]?.digests ?? [];
  if (digests.length === 0) return 0;
  await judgeImages(transaction, digests);
  await count(transaction, digests);
  return digests.length;
}

async function count(transaction: Db, digests: readonly string[]): Promise<void> {
  const oldest = ['low', 'medium', 'high', 'critical'].map(
    (name, index) =>
      // What is of no severity waits as long as what is low.
      sql`min(f.first_seen) FILTER (WHERE greatest(f.severity, 1) = ${sql.lit(index + 1)}) AS ${sql.raw(`oldest_${name}`)}`,
  );
  await sql`
    WITH name AS (
      SELECT reference, digest FROM image_reference WHERE digest = ANY (${digests}::text[])
      UNION SELECT reference, digest FROM image_place WHERE digest = ANY (${digests}::text[])
    ), ${coveredOf(digests)}, ${eachFinding(sql`SELECT reference, digest FROM name`)}, plan AS (
      SELECT f.reference, f.digest, count(DISTINCT (f.type, f.package, f.version)) AS raise, count(DISTINCT f.id) AS closes,
        max(f.severity) AS severity, ${sql.join(oldest)}
      FROM each_finding AS f WHERE f.fixable AND NOT f.covered GROUP BY f.reference, f.digest
    ), gone AS (
      DELETE FROM image_plan AS i WHERE i.digest = ANY (${digests}::text[])
        AND NOT EXISTS (SELECT FROM plan AS p WHERE p.reference = i.reference AND p.digest = i.digest)
    )
    INSERT INTO image_plan (reference, digest, raise, closes, severity, oldest_low, oldest_medium, oldest_high, oldest_critical)
    SELECT reference, digest, raise, closes, severity, oldest_low, oldest_medium, oldest_high, oldest_critical FROM plan
    ON CONFLICT (reference, digest) DO UPDATE SET raise = excluded.raise, closes = excluded.closes, severity = excluded.severity,
      oldest_low = excluded.oldest_low, oldest_medium = excluded.oldest_medium, oldest_high = excluded.oldest_high,
      oldest_critical = excluded.oldest_critical`.execute(transaction);
}
