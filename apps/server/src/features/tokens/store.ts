import type { Role } from '@breakwater/api';
import type { Scope } from '@breakwater/model';
import { sql } from 'kysely';
import type { Caller } from '../../access/principal.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { hashSecret } from '../../security/secret.ts';

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

const SELECT = sql`id, name, role, scope, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt",
  used_at AS "lastUsedAt"`;

export const tokensSource: ListSource = {
  from: sql`api_token`,
  select: SELECT,
  where: [],
  columns: { name: { value: sql`name` }, expiresAt: { value: sql`expires_at` } },
  tie: [{ value: sql`id`, cast: 'uuid' }],
  defaultSort: 'name',
};

export async function addToken(
  db: Db,
  token: {
    readonly name: string;
    readonly secret: string;
    readonly role: Role;
    readonly scope: Scope;
    readonly createdBy: string;
    readonly expiresAt: Date;
  },
): Promise<TokenRow | undefined> {
  const { rows } = await sql<TokenRow>`
    INSERT INTO api_token (name, hash, role, scope, created_by, expires_at)
    VALUES (${token.name}, ${hashSecret(token.secret)}, ${token.role}, ${JSON.stringify(token.scope)}, ${token.createdBy}, ${token.expiresAt})
    RETURNING ${SELECT}`.execute(db);
  return rows[0];
}

export async function deleteToken(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('api_token').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** When it was last used is written at most once a minute: reading must not cost a write each time. */
export async function findByToken(db: Db, secret: string): Promise<Caller> {
  const hash = hashSecret(secret);
  const row = await db
    .selectFrom('api_token')
    .select(['id', 'name', 'role', 'scope', 'created_by', 'used_at'])
    .where('hash', '=', hash)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.used_at === null || Date.parse(row.used_at) < Date.now() - 60_000) {
    await db.updateTable('api_token').set({ used_at: new Date() }).where('hash', '=', hash).execute();
  }
  const { id, name, role, scope, created_by: person } = row;
  return { type: 'token', id, name: `token ${name}`, person, role: role as Role, scope, mustChangePassword: false, passwordReset: false };
}
