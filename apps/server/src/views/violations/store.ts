import type { Condition } from '@breakwater/api';
import type { Result } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { matchCluster } from '../clusters/store.ts';

export interface ViolationRecord {
  readonly id: string;
  readonly state: 'open' | 'review' | 'accepted' | 'error' | 'resolved';
  readonly policy: string;
  readonly severity: number;
  readonly message: string;
  /** Null where a sensor tells English only. */
  readonly messageJa: string | null;
  readonly cluster: string;
  readonly clusterName: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly owner: string;
  /** Key of the workload that it is about. */
  readonly workload: string | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly resolvedAt: string | null;
}

export interface ViolationDetail extends ViolationRecord {
  readonly results: Result[];
  /** Their messages in Japanese. */
  readonly ja: string[] | null;
  readonly more: number;
}

const FROM = sql`violation AS v JOIN cluster AS c ON c.id = v.cluster AND c.removed_at IS NULL
  LEFT JOIN workload AS w ON w.cluster = v.cluster AND w.key = v.object_key`;

const SELECT = sql`v.id, CASE WHEN v.resolved_at IS NOT NULL THEN 'resolved' WHEN v.state = 'fail' THEN 'open' ELSE v.state END AS state, v.policy,
  v.severity, v.message, v.body #>> '{ja,0}' AS "messageJa", v.cluster, c.name AS "clusterName", v.kind, v.namespace, v.name, v.container, coalesce(w.owner, '') AS owner,
  w.key AS workload, v.opened_at AS "openedAt", v.updated_at AS "updatedAt", v.resolved_at AS "resolvedAt"`;

/** Namespaces have none themselves: what is wrong with one concerns those who see it. Over rows called v. */
export const VIOLATION_PLACE = {
  cluster: sql`v.cluster`,
  namespace: sql`(CASE WHEN v.kind = 'Namespace' AND v.api_version = 'v1' THEN v.name ELSE v.namespace END)`,
};

const OPEN = sql<boolean>`(v.resolved_at IS NULL AND v.state = 'fail')`;

/** Violations that a principal may see. @param onlyOpen leaves out what is accepted, resolved or not decided */
export function violationsSource(principal: Principal, catalogue: Catalogue, onlyOpen: boolean): ListSource {
  return {
    from: FROM,
    select: SELECT,
    where: [visible(principal, VIOLATION_PLACE), ...(onlyOpen ? [OPEN] : [])],
    columns: {
      state: { value: sql`v.state`, where: matchState },
      severity: { value: sql`v.severity` },
      policy: { value: sql`v.policy` },
      category: { value: sql`v.policy`, where: condition => matchCategory(condition, catalogue) },
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: VIOLATION_PLACE.namespace },
      kind: { value: sql`v.kind` },
      name: { value: sql`v.name` },
      owner: { value: sql`coalesce(w.owner, '')` },
      openedAt: { value: sql`v.opened_at` },
    },
    tie: [{ value: sql`v.id`, cast: 'uuid' }],
    defaultSort: '-severity',
  };
}

/** Each state on its own columns, so that the indexes over open ones serve. */
function matchState({ operator, values }: Condition): RawBuilder<boolean> {
  const states = values.map(value => {
    if (value === 'resolved') return sql<boolean>`v.resolved_at IS NOT NULL`;
    return sql<boolean>`(v.resolved_at IS NULL AND v.state = ${value === 'open' ? 'fail' : value})`;
  });
  const any = sql<boolean>`(${sql.join(states, sql` OR `)})`;
  return operator === '!=' ? sql<boolean>`NOT ${any}` : any;
}

/** Categories are the policies' own. */
function matchCategory({ operator, values }: Condition, { policies }: Catalogue): RawBuilder<boolean> {
  const isPart = operator.endsWith('~');
  const matches = (category: string): boolean =>
    values.some(value => (isPart ? category.toLowerCase().includes(value.toLowerCase()) : category === value));
  const ids = policies.filter(({ categories }) => categories.some(matches)).map(({ id }) => id);
  const found = sql<boolean>`v.policy = ANY (${ids}::text[])`;
  return operator.startsWith('!') ? sql<boolean>`NOT (${found})` : found;
}

export async function findViolation(db: Db, principal: Principal, id: string): Promise<ViolationDetail | undefined> {
  const { rows } = await sql<ViolationDetail>`
    SELECT ${SELECT}, v.body -> 'results' AS results, v.body -> 'ja' AS ja, (v.body ->> 'more')::integer AS more FROM ${FROM}
    WHERE v.id = ${id}::uuid AND ${visible(principal, VIOLATION_PLACE)}`.execute(db);
  return rows[0];
}

/** Those of one object that still stand, the most severe first; the object itself was found visible before. */
export async function listViolationsOf(db: Db, cluster: string, objectKey: string): Promise<readonly ViolationRecord[]> {
  const { rows } = await sql<ViolationRecord>`
    SELECT ${SELECT} FROM ${FROM} WHERE v.cluster = ${cluster} AND v.object_key = ${objectKey} AND v.resolved_at IS NULL
    ORDER BY v.severity DESC, v.opened_at, v.id LIMIT 1000`.execute(db);
  return rows;
}

/** Those that an exception accepts at this moment, the most severe first. */
export async function listAcceptedBy(db: Db, principal: Principal, exception: string): Promise<readonly ViolationRecord[]> {
  const { rows } = await sql<ViolationRecord>`
    SELECT ${SELECT} FROM ${FROM} WHERE v.exception = ${exception} AND v.resolved_at IS NULL AND v.state = 'accepted'
      AND ${visible(principal, VIOLATION_PLACE)}
    ORDER BY v.severity DESC, v.opened_at, v.id LIMIT 200`.execute(db);
  return rows;
}

export interface HistoryRecord {
  readonly at: string;
  readonly event: string;
  readonly detail: string;
}

export async function listHistory(db: Db, violation: string): Promise<readonly HistoryRecord[]> {
  const { rows } = await sql<HistoryRecord>`
    SELECT time AS at, event, message AS detail FROM violation_history WHERE violation = ${violation}::uuid ORDER BY id DESC LIMIT 200`.execute(
    db,
  );
  return rows;
}
