import { type RawBuilder, sql } from 'kysely';
import { CHANNEL, type Change } from '../changes/change.ts';
import type { Db } from '../database/connection.ts';
import { addDays, DAY_TABLES, type DayTable, dropDaysBefore, toDay } from '../database/days/store.ts';
import { advanceRevision } from '../policy-set/store.ts';
import { PRIORITY } from '../scanners/holder.ts';

/** What is deleted, and after how long. Violations that stand are never deleted. */
const RETENTION: readonly (readonly [name: string, statement: RawBuilder<unknown>])[] = [
  ['sessions', sql`DELETE FROM session WHERE expires_at < now()`],
  ['failed logins', sql`DELETE FROM login_failure WHERE last_at < now() - interval '1 day'`],
  ['API tokens', sql`DELETE FROM api_token WHERE expires_at < now() - interval '30 days'`],
  ['join tokens', sql`DELETE FROM join_token WHERE expires_at < now() - interval '7 days'`],
  [
    'history of resolved violations',
    sql`DELETE FROM violation_history AS h USING violation AS v WHERE v.id = h.violation AND v.resolved_at < now() - interval '1 year'`,
  ],
  ['resolved violations', sql`DELETE FROM violation WHERE resolved_at < now() - interval '1 year'`],
  ['history', sql`DELETE FROM violation_history WHERE time < now() - interval '1 year'`],
  ['messages', sql`DELETE FROM delivery WHERE ended_at < now() - interval '30 days'`],
  ['finished scans', sql`DELETE FROM scan_job WHERE state = 'done' AND ended_at < now() - interval '2 days'`],
  [
    'scans that failed and that no cluster waits for',
    sql`DELETE FROM scan_job WHERE kind <> 'match' AND state = 'waiting' AND error_code <> '' AND priority NOT IN (${PRIORITY.running}, ${PRIORITY.refresh})
      AND created_at < now() - interval '7 days'`,
  ],
  [
    'images that nobody runs or watches',
    sql`DELETE FROM image AS i WHERE i.inspected_at < now() - interval '30 days' AND NOT EXISTS (
      SELECT FROM image_reference AS r WHERE r.digest = i.digest AND (
        r.seen_at > now() - interval '30 days' OR EXISTS (SELECT FROM workload_image AS w WHERE w.reference = r.reference)))`,
  ],
  [
    'references of images',
    sql`DELETE FROM image_reference AS r WHERE r.seen_at < now() - interval '30 days' AND NOT EXISTS (SELECT FROM image AS i WHERE i.digest = r.digest)`,
  ],
  [
    'matches of images that are gone',
    sql`DELETE FROM scan_job AS j WHERE j.kind = 'match' AND NOT EXISTS (SELECT FROM image AS i WHERE i.digest = j.digest)`,
  ],
  ['advisory databases', sql`DELETE FROM advisory_database WHERE seen_at < now() - interval '30 days'`],
  ['registries that were left in peace', sql`DELETE FROM registry_pause WHERE next_at < now() - interval '1 day'`],
  ['plans of responses', sql`DELETE FROM response WHERE dry_run AND requested_at < now() - interval '7 days'`],
  ['responses', sql`DELETE FROM response WHERE requested_at < now() - interval '13 months' AND state NOT IN ('running', 'done')`],
  ['changes of baselines', sql`DELETE FROM baseline_change WHERE coalesce(finished_at, requested_at) < now() - interval '13 months'`],
  ['audit records', sql`DELETE FROM audit WHERE at < now() - interval '13 months'`],
  [
    'exceptions',
    sql`DELETE FROM exception WHERE state IN ('denied', 'expired', 'ended') AND coalesce(decided_at, expiry) < now() - interval '13 months'`,
  ],
];

/** Days that are kept beside today. */
const KEPT_DAYS: Readonly<Record<DayTable, number>> = { admission_decision: 30, runtime_event: 7, runtime_activity: 30 };

/** What belongs to rows of a day, and goes with the last of them. */
const BELONGINGS: readonly (readonly [name: string, statement: (day: string) => RawBuilder<unknown>])[] = [
  ['objects that admission was asked for', day => sql`DELETE FROM admission_object WHERE day < ${day}::date`],
];

/** Drops whole days that are old, which costs nothing however much there was on them. @returns days and rows by what they were */
export async function dropOldDays(db: Db): Promise<Readonly<Record<string, number>>> {
  const dropped: Record<string, number> = {};
  for (const table of DAY_TABLES) {
    const count = await dropDaysBefore(db, table, findFirstDay(table));
    if (count > 0) dropped[`days of ${table}`] = count;
  }
  for (const [name, statement] of BELONGINGS) {
    const { numAffectedRows = 0n } = await statement(findFirstDay('admission_decision')).execute(db);
    if (numAffectedRows > 0n) dropped[name] = Number(numAffectedRows);
  }
  return dropped;
}

function findFirstDay(table: DayTable): string {
  return addDays(toDay(Date.now()), -KEPT_DAYS[table]);
}

/** Deletes what is old. @returns rows by what they were */
export async function deleteOld(db: Db): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  for (const [name, statement] of RETENTION) {
    const { numAffectedRows = 0n } = await statement.execute(db);
    if (numAffectedRows > 0n) deleted[name] = Number(numAffectedRows);
  }
  return deleted;
}

/** Writes down which exceptions have come to their end. @returns how many */
export async function expireExceptions(db: Db): Promise<number> {
  return db.transaction().execute(async transaction => {
    const { numAffectedRows = 0n } = await sql`
      UPDATE exception SET state = 'expired' WHERE state IN ('requested', 'approved') AND expiry <= now()`.execute(transaction);
    if (numAffectedRows === 0n) return 0;
    await advanceRevision(transaction);
    const change: Change = { topics: ['exception'] };
    await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(transaction);
    return Number(numAffectedRows);
  });
}

/** Tells sensors of approvals of base images that have come to their end. @returns how many */
export async function endApprovals(db: Db): Promise<number> {
  return db.transaction().execute(async transaction => {
    const { numAffectedRows = 0n } = await sql`UPDATE base_approval SET ended = true WHERE NOT ended AND expiry <= now()`.execute(
      transaction,
    );
    if (numAffectedRows > 0n) await advanceRevision(transaction);
    return Number(numAffectedRows);
  });
}
