import type { Exception, Policy } from '@breakwater/model';
import type { PolicySet, PolicySetting } from '@breakwater/protocol';
import { sql } from 'kysely';
import { CHANNEL, type Change } from '../changes/change.ts';
import type { Db, Pool } from '../database/connection.ts';
import { addApprovals, type BaseApprovals } from './base-approvals.ts';

/** Where nobody chose another one. */
export const DEFAULT_PRESET = 'recommended';

/** What sensors decide by, as it stands in the database; one statement, so that the revision fits what it speaks of. */
const READ = `
SELECT
  (SELECT revision FROM policy_revision) AS revision,
  coalesce((SELECT preset FROM cluster_preset WHERE cluster = $1), (SELECT value #>> '{}' FROM setting WHERE name = 'preset')) AS preset,
  (SELECT coalesce(json_agg(definition ORDER BY id), '[]') FROM policy) AS policies,
  (SELECT coalesce(json_agg(json_build_object('policy', policy, 'scope', scope, 'enabled', enabled, 'params', params,
     'enforcement', enforcement) ORDER BY policy, id), '[]')
   FROM policy_setting) AS settings,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'target', target, 'scope', scope, 'reason', reason, 'requester', requester,
     'approver', approver, 'vexStatus', vex_status, 'until', until, 'expiry', to_char(expiry AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]')
   FROM exception WHERE state = 'approved' AND (expiry IS NULL OR expiry > now())) AS exceptions,
  (SELECT json_build_object('count', count(*), 'active', coalesce(json_agg(pattern ORDER BY pattern) FILTER (WHERE expiry IS NULL OR expiry > now()), '[]'))
   FROM base_approval) AS bases`;

type Nullable<T> = { [K in keyof T]: T[K] | null };

interface Row {
  readonly revision: number;
  readonly preset: string | null;
  readonly policies: Policy[];
  readonly settings: readonly Nullable<PolicySetting>[];
  readonly exceptions: readonly Nullable<Exception>[];
  readonly bases: BaseApprovals;
}

/** What a cluster decides by; without one, what holds where no cluster says otherwise. */
export async function readPolicySet(pool: Pool, cluster?: string): Promise<PolicySet> {
  return (await readPolicySets(pool, cluster)).effective;
}

/** The same, and as people stated it: without what follows from other decisions of theirs. */
export async function readPolicySets(pool: Pool, cluster?: string): Promise<{ readonly effective: PolicySet; readonly stated: PolicySet }> {
  const { rows } = await pool.query<Row>(READ, [cluster ?? '']);
  const [row] = rows;
  const stated: PolicySet = {
    revision: row?.revision ?? 0,
    preset: row?.preset ?? DEFAULT_PRESET,
    policies: row?.policies ?? [],
    settings: (row?.settings ?? []).map(setting => dropNulls<PolicySetting>(setting)),
    exceptions: (row?.exceptions ?? []).map(exception => dropNulls<Exception>(exception)),
  };
  return { effective: { ...stated, settings: [...addApprovals(stated.settings, row?.bases ?? NO_BASES)] }, stated };
}

const NO_BASES: BaseApprovals = { count: 0, active: [] };

/** SQL has null where the shapes have nothing. */
function dropNulls<T>(row: Nullable<T>): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}

/**
 * To be called in the transaction that changes what sensors decide by: they get it once that is committed. Until then nobody else gets a revision,
 * so that what is counted after this call stays true. Gives the new revision.
 */
export async function advanceRevision(db: Db): Promise<number> {
  const change: Change = { topics: ['policy-set'] };
  const { rows } = await sql<{ revision: number }>`WITH advanced AS (UPDATE policy_revision SET revision = revision + 1 RETURNING revision)
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)}), revision FROM advanced`.execute(db);
  return rows[0]?.revision ?? 0;
}

/** Which presets somebody chose. */
export interface Presets {
  readonly preset: string;
  readonly clusters: readonly { readonly cluster: string; readonly preset: string }[];
}

export async function readPresets(db: Db): Promise<Presets> {
  const [general, clusters] = await Promise.all([
    db.selectFrom('setting').select('value').where('name', '=', 'preset').executeTakeFirst(),
    db.selectFrom('cluster_preset').select(['cluster', 'preset']).execute(),
  ]);
  return { preset: typeof general?.value === 'string' ? general.value : DEFAULT_PRESET, clusters };
}

/** Without a cluster the general one; without a preset what holds generally holds there again. */
export async function storePreset(db: Db, cluster: string | undefined, preset: string | undefined): Promise<void> {
  await db.transaction().execute(async transaction => {
    await advanceRevision(transaction);
    if (cluster === undefined) {
      const value = JSON.stringify(preset ?? DEFAULT_PRESET);
      await transaction
        .insertInto('setting')
        .values({ name: 'preset', value })
        .onConflict(conflict => conflict.column('name').doUpdateSet({ value }))
        .execute();
      return;
    }
    await transaction.deleteFrom('cluster_preset').where('cluster', '=', cluster).execute();
    if (preset !== undefined) await transaction.insertInto('cluster_preset').values({ cluster, preset }).execute();
  });
}
