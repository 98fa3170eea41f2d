import type { Condition } from '@breakwater/api';
import type { PolicySetting } from '@breakwater/protocol';
import { sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { advanceRevision } from '../../policy-set/store.ts';

/** What of a policy a list is filtered and sorted by. */
export interface PolicyIndexRow {
  readonly id: string;
  readonly title: string;
  readonly severity: number;
  readonly categories: readonly string[];
  readonly target: string;
  readonly enabled: boolean;
  readonly builtIn: boolean;
  readonly enforcement: string;
  readonly failing: number;
}

/** Policies live in files; so that they are asked for like everything else they are handed to the database as rows. */
export function policiesSource(rows: readonly PolicyIndexRow[]): ListSource {
  return {
    from: sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS p (id text, title text, severity smallint, categories text[], target text, enabled boolean, "builtIn" boolean, enforcement text, failing integer)`,
    select: sql`p.id`,
    where: [],
    columns: {
      id: { value: sql`p.id` },
      title: { value: sql`p.title` },
      severity: { value: sql`p.severity` },
      category: { value: sql`p.id`, known: sql`unnest(p.categories)`, where: matchCategory },
      target: { value: sql`p.target` },
      enabled: { value: sql`p.enabled` },
      builtIn: { value: sql`p."builtIn"` },
      enforcement: { value: sql`p.enforcement` },
      failing: { value: sql`p.failing` },
    },
    tie: [{ value: sql`p.id` }],
    defaultSort: '-severity',
  };
}

function matchCategory(condition: Condition) {
  const positive: Condition = { ...condition, operator: condition.operator.endsWith('~') ? '~' : '=' };
  const found = sql<boolean>`EXISTS (SELECT FROM unnest(p.categories) AS category WHERE ${match(sql`category`, sql`text`, positive)})`;
  return condition.operator.startsWith('!') ? sql<boolean>`NOT ${found}` : found;
}

/** Puts new settings in the place of a policy's old ones and gives sensors a new revision, both or neither. */
export async function replaceSettings(
  db: Db,
  policy: string,
  settings: readonly Omit<PolicySetting, 'policy'>[],
  updatedBy: string,
): Promise<void> {
  await db.transaction().execute(async transaction => {
    await transaction.deleteFrom('policy_setting').where('policy', '=', policy).execute();
    for (const { scope, enabled, params, enforcement } of settings) {
      await transaction
        .insertInto('policy_setting')
        .values({
          policy,
          scope: JSON.stringify(scope),
          enabled: enabled ?? null,
          params: params === undefined ? null : JSON.stringify(params),
          enforcement: enforcement === undefined ? null : JSON.stringify(enforcement),
          updated_by: updatedBy,
        })
        .execute();
    }
    await advanceRevision(transaction);
  });
}
