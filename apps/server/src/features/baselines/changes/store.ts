import { randomUUID } from 'node:crypto';
import type { BaselineChange } from '@breakwater/protocol';
import { sql } from 'kysely';
import { CHANNEL, type Change } from '../../../changes/change.ts';
import type { Db } from '../../../database/connection.ts';

export interface ChangeRecord {
  readonly id: string;
  readonly requester: string;
  readonly reason: string;
  readonly state: 'pending' | 'applied' | 'refused';
  readonly message: string;
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  readonly body: BaselineChange;
}

type Place = { readonly cluster: string; readonly key: string };

/** Changes of one baseline that are shown. */
const MAX_SHOWN = 50;

/** The newest first. */
export async function listChanges(db: Db, { cluster, key }: Place): Promise<readonly ChangeRecord[]> {
  const { rows } = await sql<ChangeRecord>`
    SELECT id, requester, reason, state, message, requested_at AS "requestedAt", finished_at AS "finishedAt", body FROM baseline_change
    WHERE cluster = ${cluster} AND key = ${key} ORDER BY requested_at DESC, id LIMIT ${MAX_SHOWN}`.execute(db);
  return rows;
}

/** Asks for a change; its sensor is told at once where it is connected. */
export async function addChange(db: Db, { cluster, key }: Place, change: Omit<BaselineChange, 'id'>, reason: string): Promise<void> {
  const body: BaselineChange = { id: randomUUID(), ...change };
  await sql`INSERT INTO baseline_change (id, cluster, key, requester, reason, body)
    VALUES (${body.id}, ${cluster}, ${key}, ${change.by}, ${reason}, ${JSON.stringify(body)})`.execute(db);
  const told: Change = { cluster, topics: ['baseline-change'] };
  await sql`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(told)})`.execute(db);
}
