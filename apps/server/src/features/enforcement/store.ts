import type { Severity } from '@breakwater/model';
import { SEVERITIES } from '@breakwater/model';
import type { EnforcementState } from '@breakwater/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { match, matchAny } from '../../list/where.ts';

export interface ToldEnforcement {
  readonly cluster: string;
  readonly policy: string;
  readonly enforcement: EnforcementState;
}

/** What sensors said of how policies are enforced, of clusters that a principal may see. */
export async function listToldEnforcement(db: Db, principal: Principal): Promise<readonly ToldEnforcement[]> {
  const { rows } = await sql<ToldEnforcement>`SELECT p.cluster, p.policy, p.enforcement FROM policy_state AS p
    WHERE p.enforcement IS NOT NULL AND ${visible(principal, { cluster: sql`p.cluster` }, true)}`.execute(db);
  return rows;
}

export interface ClusterName {
  readonly id: string;
  readonly name: string;
}

export async function listClusters(db: Db, principal: Principal): Promise<readonly ClusterName[]> {
  const { rows } = await sql<ClusterName>`SELECT c.id, c.name FROM cluster AS c
    WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` }, true)} ORDER BY c.name, c.id`.execute(db);
  return rows;
}

/** What of a row a list is filtered and sorted by. */
export interface EnforcementIndexRow {
  readonly id: string;
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  readonly cluster: string;
  readonly clusterName: string;
  readonly action: string;
  readonly by: string;
  readonly reasons: readonly { readonly code: string }[];
}

/** The rows are made of settings and of what sensors said; so that they are asked for like everything else they are handed to the database. */
export function enforcementSource(rows: readonly EnforcementIndexRow[]): ListSource {
  const index = rows.map(({ reasons, severity, ...row }) => ({
    ...row,
    severity: SEVERITIES.indexOf(severity),
    codes: [...new Set(reasons.map(({ code }) => code))],
  }));
  return {
    from: sql`jsonb_to_recordset(${JSON.stringify(index)}::jsonb)
      AS e (id text, policy text, title text, severity smallint, cluster text, "clusterName" text, action text, by text, codes text[])`,
    select: sql`e.id`,
    where: [],
    columns: {
      policy: { value: sql`e.policy` },
      title: { value: sql`e.title` },
      severity: { value: sql`e.severity` },
      cluster: { value: sql`e."clusterName"`, where: condition => matchAny([sql`e.cluster`, sql`e."clusterName"`], condition) },
      action: { value: sql`e.action` },
      by: { value: sql`e.by` },
      reason: { value: sql`e.id`, known: sql`unnest(e.codes)`, where: matchReason },
    },
    tie: [{ value: sql`e.id` }],
    defaultSort: 'policy',
  };
}

const matchReason: NonNullable<ListSource['columns'][string]['where']> = condition => {
  const positive = { ...condition, operator: condition.operator.endsWith('~') ? ('~' as const) : ('=' as const) };
  const found: RawBuilder<boolean> = sql<boolean>`EXISTS (SELECT FROM unnest(e.codes) AS code WHERE ${match(sql`code`, sql`text`, positive)})`;
  return condition.operator.startsWith('!') ? sql<boolean>`NOT ${found}` : found;
};
