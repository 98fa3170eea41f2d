import type { Role } from '@breakwater/api';
import { sql } from 'kysely';
import type { Caller } from '../../access/principal.ts';
import type { Db } from '../../database/connection.ts';
import { hashSecret } from '../../security/secret.ts';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
}

export async function findAccount(db: Db, name: string): Promise<Account | undefined> {
  return db.selectFrom('account').select(['id', 'name', 'password_hash as passwordHash']).where('name', '=', name).executeTakeFirst();
}

export async function addSession(db: Db, account: string, secret: string, address: string, seconds: number): Promise<void> {
  const expires_at = new Date(Date.now() + seconds * 1000);
  await db
    .insertInto('session')
    .values({ hash: hashSecret(secret), account, expires_at, address })
    .execute();
  await db.updateTable('account').set({ last_login_at: new Date() }).where('id', '=', account).execute();
}

export async function endSession(db: Db, secret: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', hashSecret(secret)).execute();
}

export async function endOtherSessions(db: Db, account: string, kept: string): Promise<void> {
  await db.deleteFrom('session').where('account', '=', account).where('hash', '<>', hashSecret(kept)).execute();
}

export async function setPassword(db: Db, account: string, passwordHash: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ password_hash: passwordHash, must_change_password: false, password_reset: false })
    .where('id', '=', account)
    .execute();
}

/** Adds the first account unless there is one. */
export async function addFirstAccount(db: Db, name: string, passwordHash: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO account (name, role, scope, password_hash, must_change_password)
    SELECT ${name}, 'admin', '{}', ${passwordHash}, true WHERE NOT EXISTS (SELECT FROM account)
    ON CONFLICT (name) DO NOTHING RETURNING id`.execute(db);
  return rows.length > 0;
}

export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Gives the only account another password, as long as nobody has ever logged in. */
export async function replaceUnusedPassword(db: Db, passwordHash: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE account SET password_hash = ${passwordHash}
    WHERE last_login_at IS NULL AND must_change_password AND (SELECT count(*) FROM account) = 1`.execute(db);
  return numAffectedRows > 0n;
}

export async function findBySession(db: Db, secret: string): Promise<Caller> {
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account')
    .select(['account.id', 'account.name', 'account.role', 'account.scope', 'account.must_change_password', 'account.password_reset'])
    .where('session.hash', '=', hashSecret(secret))
    .where('session.expires_at', '>', sql<string>`now()`)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, name, role, scope, must_change_password: mustChangePassword, password_reset: passwordReset } = row;
  return { type: 'user', id, name, person: name, role: role as Role, scope, mustChangePassword, passwordReset };
}

/** Failures of a subject (a name from an address, an address) that still count. */
export async function countFailures(
  db: Db,
  subjects: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, { count: number; lastAt: number }>> {
  const rows = await db
    .selectFrom('login_failure')
    .selectAll()
    .where('subject', 'in', [...subjects])
    .where('last_at', '>', since.toISOString())
    .execute();
  return new Map(rows.map(row => [row.subject, { count: row.failures, lastAt: Date.parse(row.last_at) }]));
}

export async function addFailure(db: Db, subjects: readonly string[], since: Date): Promise<void> {
  await sql`
    INSERT INTO login_failure AS f (subject, failures, last_at) SELECT subject, 1, now() FROM unnest(${[...subjects]}::text[]) AS s (subject)
    ON CONFLICT (subject) DO UPDATE SET failures = CASE WHEN f.last_at > ${since} THEN f.failures + 1 ELSE 1 END, last_at = now()`.execute(
    db,
  );
}

export async function forgetFailures(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('login_failure').where('subject', '=', subject).execute();
}
