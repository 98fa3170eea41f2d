import type { REPORT_FORMATS } from '@breakwater/api';
import type { RunScope } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface ScheduleRecord {
  readonly id: string;
  readonly name: string;
  readonly pattern: string;
  readonly timeZone: string;
  readonly clusters: string[];
  readonly frameworks: string[];
  readonly scope: RunScope;
  readonly language: 'en' | 'ja';
  readonly notifiers: string[];
  readonly reports: ReportFormat[];
  readonly enabled: boolean;
  readonly nextAt: string | null;
  readonly createdBy: string;
}

const SELECT: RawBuilder<unknown> = sql`s.id, s.name, s.pattern, s.time_zone AS "timeZone", s.clusters, s.frameworks, s.scope, s.language,
  s.notifiers::text[] AS notifiers, s.reports, s.enabled, s.next_at AS "nextAt", s.created_by AS "createdBy"`;

export const schedulesSource: ListSource = {
  from: sql`compliance_schedule AS s`,
  select: SELECT,
  where: [],
  columns: { name: { value: sql`s.name` } },
  tie: [{ value: sql`s.id`, cast: 'uuid' }],
  defaultSort: 'name',
};

export async function findSchedule(db: Db, id: string): Promise<ScheduleRecord | undefined> {
  return (await sql<ScheduleRecord>`SELECT ${SELECT} FROM compliance_schedule AS s WHERE s.id = ${id}::uuid`.execute(db)).rows[0];
}

type ReportFormat = (typeof REPORT_FORMATS)[number];

export type ScheduleValues = Omit<ScheduleRecord, 'id' | 'nextAt'> & { readonly nextAt: Date | undefined };

/** With an id it is changed. Undefined when another one has the name. */
export async function storeSchedule(db: Db, values: ScheduleValues, id?: string): Promise<string | undefined> {
  const { name, pattern, timeZone, clusters, frameworks, scope, language, notifiers, reports, enabled, nextAt, createdBy } = values;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO compliance_schedule AS s (id, name, pattern, time_zone, clusters, frameworks, scope, language, notifiers, reports, enabled, next_at, created_by)
    SELECT coalesce(${id ?? null}::uuid, gen_random_uuid()), ${name}, ${pattern}, ${timeZone}, ${clusters}::text[], ${frameworks}::text[], ${JSON.stringify(scope)}::jsonb,
      ${language}, ${notifiers}::uuid[], ${reports}::text[], ${enabled}, ${nextAt ?? null}::timestamptz, ${createdBy}
    WHERE NOT EXISTS (SELECT FROM compliance_schedule WHERE name = ${name} AND id IS DISTINCT FROM ${id ?? null}::uuid)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, pattern = excluded.pattern, time_zone = excluded.time_zone, clusters = excluded.clusters,
      frameworks = excluded.frameworks, scope = excluded.scope, language = excluded.language, notifiers = excluded.notifiers, reports = excluded.reports, enabled = excluded.enabled,
      next_at = excluded.next_at
    RETURNING s.id`.execute(db);
  await tell(db);
  return rows[0]?.id;
}

export async function deleteSchedule(db: Db, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`DELETE FROM compliance_schedule WHERE id = ${id}::uuid`.execute(db);
  await tell(db);
  return numAffectedRows > 0n;
}

/** Which of the ids are no notifier. */
export async function listUnknownNotifiers(db: Db, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id::text AS id FROM notifier WHERE id::text = ANY (${[...ids]}::text[])`.execute(db);
  return ids.filter(id => !rows.some(row => row.id === id));
}

async function tell(db: Db): Promise<void> {
  const change: Change = { topics: ['compliance', 'compliance-asked'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}
