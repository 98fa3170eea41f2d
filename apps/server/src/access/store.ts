import type { Scope } from '@breakwater/model';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { toLikePattern } from './visible.ts';

/** A scope that names clusters by id as well as by name: people use either. */
export async function nameClusters(db: Db, scope: Scope): Promise<Scope> {
  if (scope.clusters === undefined) return scope;
  const patterns = scope.clusters.map(toLikePattern);
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM cluster WHERE id LIKE ANY (${patterns}::text[]) OR name LIKE ANY (${patterns}::text[])`.execute(db);
  return { ...scope, clusters: [...scope.clusters, ...rows.flatMap(({ id, name }) => [id, name])] };
}

/** Administrators beside a person: where there are none, nobody else could decide. */
export async function countOtherApprovers(db: Db, person: string): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select(sql<number>`count(*)`.as('count'))
    .where('role', '=', 'admin')
    .where('name', '<>', person)
    .executeTakeFirst();
  return row?.count ?? 0;
}
