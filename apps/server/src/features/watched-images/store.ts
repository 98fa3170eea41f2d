import { sql } from 'kysely';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface WatchedRecord {
  readonly id: string;
  readonly pattern: string;
  readonly hours: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly nextAt: string;
}

const SELECT = sql`w.id, w.pattern, w.hours, w.created_by AS "createdBy", w.created_at AS "createdAt", w.next_at AS "nextAt"`;

export const watchedSource: ListSource = {
  from: sql`watched_image AS w`,
  select: SELECT,
  where: [],
  columns: { pattern: { value: sql`w.pattern` } },
  tie: [{ value: sql`w.id`, cast: 'uuid' }],
  defaultSort: 'pattern',
};

export async function findWatched(db: Db, id: string): Promise<WatchedRecord | undefined> {
  return (await sql<WatchedRecord>`SELECT ${SELECT} FROM watched_image AS w WHERE w.id = ${id}::uuid`.execute(db)).rows[0];
}

/** Undefined when it is watched already. */
export async function addWatched(
  db: Db,
  values: Pick<WatchedRecord, 'pattern' | 'hours'> & { readonly person: string },
): Promise<string | undefined> {
  const row = await db
    .insertInto('watched_image')
    .values({ pattern: values.pattern, hours: values.hours, created_by: values.person })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  await tell(db);
  return row?.id;
}

/** It is looked at anew at once. False when the pattern is watched by another. */
export async function updateWatched(db: Db, id: string, { pattern, hours }: Pick<WatchedRecord, 'pattern' | 'hours'>): Promise<boolean> {
  const taken = await db.selectFrom('watched_image').select('id').where('pattern', '=', pattern).where('id', '<>', id).executeTakeFirst();
  if (taken !== undefined) return false;
  await db.updateTable('watched_image').set({ pattern, hours, next_at: new Date() }).where('id', '=', id).execute();
  await tell(db);
  return true;
}

export async function deleteWatched(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('watched_image').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

async function tell(db: Db): Promise<void> {
  const change: Change = { topics: ['watched-image'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}
