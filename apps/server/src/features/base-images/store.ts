import { type RawBuilder, sql } from 'kysely';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { advanceRevision } from '../../policy-set/store.ts';
import { IS_BASE_OF } from '../../views/bases/store.ts';

export interface ApprovalRecord {
  readonly id: string;
  readonly pattern: string;
  readonly reason: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly expiry: string | null;
  readonly rescanDays: number;
  readonly state: 'active' | 'expired';
  readonly images: number;
}

const STATE = sql`CASE WHEN a.expiry <= now() THEN 'expired' ELSE 'active' END`;

const SELECT: RawBuilder<unknown> = sql`a.id, a.pattern, a.reason, a.approved_by AS "approvedBy", a.approved_at AS "approvedAt", a.expiry,
  a.rescan_days AS "rescanDays", ${STATE} AS state, (SELECT count(*) FROM image AS g WHERE g.base_method <> '' AND ${IS_BASE_OF}) AS images`;

export const approvalsSource: ListSource = {
  from: sql`base_approval AS a`,
  select: SELECT,
  where: [],
  columns: {
    pattern: { value: sql`a.pattern` },
    approvedBy: { value: sql`a.approved_by` },
    approvedAt: { value: sql`a.approved_at` },
    expiry: { value: sql`coalesce(a.expiry, 'infinity')` },
    state: { value: STATE },
  },
  tie: [{ value: sql`a.id`, cast: 'uuid' }],
  defaultSort: 'pattern',
};

export async function findApproval(db: Db, id: string): Promise<ApprovalRecord | undefined> {
  return (await sql<ApprovalRecord>`SELECT ${SELECT} FROM base_approval AS a WHERE a.id = ${id}::uuid`.execute(db)).rows[0];
}

export type ApprovalValues = Pick<ApprovalRecord, 'pattern' | 'reason' | 'rescanDays' | 'approvedBy'> & { readonly expiry: string | null };

/** Undefined when the pattern is approved already. Sensors get a new revision. */
export function addApproval(db: Db, values: ApprovalValues): Promise<string | undefined> {
  return db.transaction().execute(async transaction => {
    const row = await transaction
      .insertInto('base_approval')
      .values(toColumns(values))
      .onConflict(conflict => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) await tell(transaction);
    return row?.id;
  });
}

/** False when another approval has the pattern. Whoever changes it has approved it. */
export function updateApproval(db: Db, id: string, values: ApprovalValues): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    const { pattern } = values;
    const taken = await transaction
      .selectFrom('base_approval')
      .select('id')
      .where('pattern', '=', pattern)
      .where('id', '<>', id)
      .executeTakeFirst();
    if (taken !== undefined) return false;
    const changed = { ...toColumns(values), approved_at: new Date(), ended: false, next_at: new Date() };
    await transaction.updateTable('base_approval').set(changed).where('id', '=', id).execute();
    await tell(transaction);
    return true;
  });
}

export function deleteApproval(db: Db, id: string): Promise<boolean> {
  return db.transaction().execute(async transaction => {
    const { numDeletedRows } = await transaction.deleteFrom('base_approval').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows > 0n) await tell(transaction);
    return numDeletedRows > 0n;
  });
}

function toColumns({ pattern, reason, approvedBy, expiry, rescanDays }: ApprovalValues) {
  return { pattern, reason, approved_by: approvedBy, expiry, rescan_days: rescanDays };
}

async function tell(transaction: Db): Promise<void> {
  await advanceRevision(transaction);
  const change: Change = { topics: ['base-image'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(transaction);
}
