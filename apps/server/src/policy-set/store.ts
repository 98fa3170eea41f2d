import type { Exception } from '@breakwater/model';
import type { PolicySet, PolicySetting } from '@breakwater/protocol';
import { sql } from 'kysely';
import { CHANNEL, type Change } from '../changes/change.ts';
import type { Db, Pool } from '../database/connection.ts';

const PRESET = 'recommended';

/** What sensors decide by, as it stands in the database; one statement, so that the revision fits what it speaks of. */
const READ = `
SELECT
  (SELECT revision FROM policy_revision) AS revision,
  (SELECT value #>> '{}' FROM setting WHERE name = 'preset') AS preset,
  (SELECT coalesce(json_agg(json_build_object('policy', policy, 'scope', scope, 'enabled', enabled, 'params', params) ORDER BY policy, id), '[]')
   FROM policy_setting) AS settings,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'target', target, 'scope', scope, 'reason', reason, 'requester', requester,
     'approver', approver, 'vexStatus', vex_status, 'expiry', to_char(expiry AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]')
   FROM exception WHERE state = 'approved' AND (expiry IS NULL OR expiry > now())) AS exceptions`;

type Nullable<T> = { [K in keyof T]: T[K] | null };

interface Row {
  readonly revision: number;
  readonly preset: string | null;
  readonly settings: readonly Nullable<PolicySetting>[];
  readonly exceptions: readonly Nullable<Exception>[];
}

export async function readPolicySet(pool: Pool): Promise<PolicySet> {
  const { rows } = await pool.query<Row>(READ);
  const [row] = rows;
  return {
    revision: row?.revision ?? 0,
    preset: row?.preset ?? PRESET,
    policies: [],
    settings: (row?.settings ?? []).map(setting => dropNulls<PolicySetting>(setting)),
    exceptions: (row?.exceptions ?? []).map(exception => dropNulls<Exception>(exception)),
  };
}

/** SQL has null where the shapes have nothing. */
function dropNulls<T>(row: Nullable<T>): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}

/** To be called in the transaction that changes what sensors decide by: they get it once that is committed. */
export async function advanceRevision(db: Db): Promise<void> {
  const change: Change = { topics: ['policy-set'] };
  await sql`WITH advanced AS (UPDATE policy_revision SET revision = revision + 1 RETURNING revision)
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)}) FROM advanced`.execute(db);
}
