import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly status: number;
  readonly address: string;
  readonly detail: Record<string, unknown>;
}

export interface AuditRow extends AuditEntry {
  readonly id: string;
  readonly at: string;
}

export async function addAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ ...entry, detail: JSON.stringify(entry.detail) })
    .execute();
}

export const auditSource: ListSource = {
  from: sql`audit`,
  select: sql`id::text AS id, at, actor, action, object, status, address, detail`,
  where: [],
  columns: {
    at: { value: sql`at` },
    actor: { value: sql`actor` },
    action: { value: sql`action` },
    object: { value: sql`object` },
    status: { value: sql`status` },
  },
  tie: [{ value: sql`id`, cast: 'bigint' }],
  defaultSort: '-at',
};
