import { sql } from 'kysely';
import type { ClientBase, Db } from '../connection.ts';

/** Tables that are partitioned by a column `day`. */
export const DAY_TABLES = ['admission_decision', 'runtime_event', 'runtime_activity'] as const;
export type DayTable = (typeof DAY_TABLES)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** One server makes a partition at a time: two at once would find each other's. */
const LOCK = 0x62_77_64_61;

/** Makes the partitions of these days where they are missing. Call it inside the transaction that writes into them. */
export async function ensureDays(client: ClientBase, table: DayTable, days: Iterable<string>): Promise<void> {
  const missing: string[] = [];
  for (const day of days) {
    const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [toName(table, day)]);
    if (rows[0]?.found !== true) missing.push(day);
  }
  if (missing.length === 0) return;
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  for (const day of missing) {
    const partition = `${toName(table, day)} PARTITION OF ${table} FOR VALUES FROM ('${day}') TO ('${addDays(day, 1)}')`;
    await client.query(`CREATE TABLE IF NOT EXISTS ${partition}`);
  }
}

/** Drops the partitions of days before this one. Gives how many there were. */
export async function dropDaysBefore(db: Db, table: DayTable, day: string): Promise<number> {
  const { rows } = await sql<{ name: string }>`SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = ${table}::regclass AND c.relname < ${toName(table, day)} ORDER BY c.relname`.execute(db);
  for (const { name } of rows) await sql`DROP TABLE IF EXISTS ${sql.id(name)}`.execute(db);
  return rows.length;
}

/** The day of a time, in UTC. */
export function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return toDay(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
}

/** The name is part of a statement, so that a day can be nothing else. */
function toName(table: DayTable, day: string): string {
  if (!DAY.test(day)) throw new TypeError(`'${day}' is no day`);
  return `${table}_${day.replaceAll('-', '')}`;
}
