import type { Policy, PolicyDefinition } from '@breakwater/model';
import { selectRuntimePreset } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import { sql } from 'kysely';
import { builtInPolicies } from '../../../catalogue/catalogue.ts';
import type { Db } from '../../../database/connection.ts';
import type { EventPolicy } from './find-gaps.ts';

export interface Signs {
  readonly cluster: string;
  readonly hasAudit: boolean;
  readonly undecided: readonly { readonly policy: string; readonly message: string }[];
}

/** Whether audit events came in on one of the last two days, and which policies could not decide. */
export async function readSigns(db: Db, clusters: readonly string[]): Promise<ReadonlyMap<string, Signs>> {
  const { rows } = await sql<Signs>`
    SELECT c.id AS cluster, EXISTS (
        SELECT FROM runtime_activity AS a WHERE a.cluster = c.id AND a.type = 'kube-audit' AND a.day >= current_date - 1) AS "hasAudit",
      coalesce((SELECT json_agg(json_build_object('policy', p.source, 'message', p.message) ORDER BY p.source) FROM problem AS p
        WHERE p.cluster = c.id AND p.code = 'policy-not-covered'), '[]') AS undecided
    FROM cluster AS c WHERE c.id = ANY (${[...clusters]}::text[])`.execute(db);
  return new Map(rows.map(row => [row.cluster, row] as const));
}

/** Policies over events that are on for a part of a cluster at least: the quiet set and people's own, as settings change it. */
export function listEventPolicies(
  { policies: own, settings }: Pick<PolicySet, 'policies' | 'settings'>,
  language: 'en' | 'ja',
): readonly EventPolicy[] {
  const mine = own.filter(({ target }) => target === 'event');
  const replaced = new Set(mine.map(({ id }) => id));
  const builtIn = builtInPolicies.filter(({ id, target }) => target === 'event' && !replaced.has(id));
  const on = new Set([...selectRuntimePreset('runtime', builtIn), ...replaced]);
  for (const { policy, scope, enabled } of settings) {
    if (enabled === true) on.add(policy);
    if (enabled === false && Object.keys(scope).length === 0) on.delete(policy);
  }
  return [...builtIn, ...mine]
    .filter(({ id }) => on.has(id))
    .map((policy: PolicyDefinition | Policy) => ({ id: policy.id, title: readTitle(policy, language), events: policy.events ?? [] }));
}

/** Policies of people may have no Japanese texts. */
function readTitle(policy: PolicyDefinition | Policy, language: 'en' | 'ja'): string {
  return language === 'ja' ? (policy.ja?.title ?? policy.title) : policy.title;
}
