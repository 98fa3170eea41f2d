import type { Role } from '@breakwater/api';
import type { Scope } from '@breakwater/model';
import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly createdAt: string;
  readonly lastLoginAt: string | null;
}

const SELECT = sql`id, name, role, scope, created_at AS "createdAt", last_login_at AS "lastLoginAt"`;

export const usersSource: ListSource = {
  from: sql`account`,
  select: SELECT,
  where: [],
  columns: { name: { value: sql`name` }, role: { value: sql`role` } },
  tie: [{ value: sql`id`, cast: 'uuid' }],
  defaultSort: 'name',
};

export async function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  return (await sql<UserRow>`SELECT ${SELECT} FROM account WHERE id = ${id}::uuid`.execute(db)).rows[0];
}

/** Undefined when the name is taken. */
export async function addUser(
  db: Db,
  user: { readonly name: string; readonly role: Role; readonly scope: Scope; readonly passwordHash: string },
): Promise<string | undefined> {
  const row = await db
    .insertInto('account')
    .values({
      name: user.name,
      role: user.role,
      scope: JSON.stringify(user.scope),
      password_hash: user.passwordHash,
      must_change_password: true,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Runs a change of accounts and takes it back when no administrator would be left. False when it was taken back. */
export async function keepAdministrator(db: Db, change: (transaction: Db) => Promise<unknown>): Promise<boolean> {
  return db
    .transaction()
    .execute(async transaction => {
      // Two changes at once might each leave the other's administrator.
      await sql`LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE`.execute(transaction);
      await change(transaction);
      if ((await countAdministrators(transaction)) === 0) throw new NobodyLeft();
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof NobodyLeft) return false;
      throw error;
    });
}

class NobodyLeft extends Error {}

export async function countAdministrators(db: Db): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select(sql<number>`count(*)`.as('count'))
    .where('role', '=', 'admin')
    .where('scope', '=', sql<never>`'{}'::jsonb`)
    .executeTakeFirst();
  return row?.count ?? 0;
}

export async function updateUser(db: Db, id: string, change: { readonly role?: Role; readonly scope?: Scope }): Promise<void> {
  await db
    .updateTable('account')
    .set({
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.scope === undefined ? {} : { scope: JSON.stringify(change.scope) }),
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteUser(db: Db, { id, name }: Pick<UserRow, 'id' | 'name'>): Promise<void> {
  await db.deleteFrom('api_token').where('created_by', '=', name).execute();
  await db.deleteFrom('account').where('id', '=', id).execute();
}

/** Gives an account a password that opens nothing but the change of it, and ends its sessions. False when nobody has the name. */
export async function replacePassword(db: Db, name: string, passwordHash: string): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    const row = await transaction
      .updateTable('account')
      .set({ password_hash: passwordHash, must_change_password: true, password_reset: true })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return false;
    await transaction.deleteFrom('session').where('account', '=', row.id).execute();
    return true;
  });
}

export async function listAdministratorNames(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom('account').select('name').where('role', '=', 'admin').orderBy('name').limit(20).execute();
  return rows.map(({ name }) => name);
}
