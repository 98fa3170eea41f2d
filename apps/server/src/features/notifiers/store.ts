import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface NotifierRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly severity: number;
  readonly owners: string[];
  readonly clusters: string[];
  readonly config: Record<string, unknown>;
  readonly secret: string | null;
  readonly waiting: number;
  readonly delivered: number;
  readonly lastError: string | null;
}

const SELECT = sql`n.id, n.name, n.type, n.enabled, n.severity, n.owners, n.clusters, n.config, n.secret,
  (SELECT count(*) FROM delivery AS d WHERE d.notifier = n.id AND d.state = 'waiting') AS waiting,
  (SELECT count(*) FROM delivery AS d WHERE d.notifier = n.id AND d.state = 'delivered') AS delivered,
  (SELECT d.error FROM delivery AS d WHERE d.notifier = n.id AND d.error <> '' AND d.state <> 'delivered'
   ORDER BY d.created_at DESC LIMIT 1) AS "lastError"`;

export const notifiersSource: ListSource = {
  from: sql`notifier AS n`,
  select: SELECT,
  where: [],
  columns: { name: { value: sql`n.name` } },
  tie: [{ value: sql`n.id`, cast: 'uuid' }],
  defaultSort: 'name',
};

export async function findNotifier(db: Db, id: string): Promise<NotifierRecord | undefined> {
  return (await sql<NotifierRecord>`SELECT ${SELECT} FROM notifier AS n WHERE n.id = ${id}::uuid`.execute(db)).rows[0];
}

export type NotifierValues = Pick<NotifierRecord, 'name' | 'type' | 'enabled' | 'severity' | 'owners' | 'clusters' | 'config' | 'secret'>;

/** Undefined when the name is taken. */
export async function addNotifier(db: Db, values: NotifierValues): Promise<string | undefined> {
  const row = await db
    .insertInto('notifier')
    .values({ ...values, config: JSON.stringify(values.config) })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** False when the name is taken. */
export async function updateNotifier(db: Db, id: string, values: NotifierValues): Promise<boolean> {
  const taken = await db.selectFrom('notifier').select('id').where('name', '=', values.name).where('id', '<>', id).executeTakeFirst();
  if (taken !== undefined) return false;
  await db
    .updateTable('notifier')
    .set({ ...values, config: JSON.stringify(values.config) })
    .where('id', '=', id)
    .execute();
  return true;
}

export async function deleteNotifier(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('notifier').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}
