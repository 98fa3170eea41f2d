import type { Condition } from '@breakwater/api';
import { DEFAULT_FIX_DAYS, type FixDays } from '@breakwater/vulnerability';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import type { Db } from '../../database/connection.ts';
import type { Column, ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { matchCluster } from '../../views/clusters/store.ts';
import { isNegated, seesPlace, toPositive } from '../../views/findings/store.ts';

export interface PlanRecord {
  readonly reference: string;
  readonly digest: string;
  readonly state: 'open' | 'closed';
  readonly severity: number;
  readonly raise: number;
  readonly closes: number;
  readonly base: string | null;
  readonly order: number;
  readonly owners: string[];
  readonly clusters: string[];
  readonly namespaces: string[];
  readonly dueAt: string | null;
  readonly overdue: boolean;
  readonly closedAt: string | null;
}

/** Images that rest on others that are stored, by digest or, where none is stated, by name. */
export const RESTS = sql`rests AS (
    SELECT g.digest, b.digest AS base FROM image AS g JOIN image AS b ON b.digest = g.base_digest WHERE g.base_digest <> ''
    UNION SELECT g.digest, b.digest FROM image AS g JOIN image AS b ON b.index_digest = g.base_digest WHERE g.base_digest <> ''
    UNION SELECT g.digest, r.digest FROM image AS g JOIN image_reference AS r ON r.reference = g.base_name JOIN image AS b ON b.digest = r.digest
      WHERE g.base_digest = '' AND g.base_name <> ''
  )`;

/** Chains of bases that are longer nobody builds; whoever says so goes in a circle. */
const MAX_DEPTH = 8;

const DEPTH = sql`depth AS (
    SELECT digest, max(depth) AS depth FROM (
      WITH RECURSIVE chain AS (
        SELECT digest, 1 AS depth FROM rests
        UNION SELECT r.digest, c.depth + 1 FROM chain AS c JOIN rests AS r ON r.base = c.digest AND r.digest <> r.base WHERE c.depth < ${sql.lit(MAX_DEPTH)}
      ) SELECT digest, depth FROM chain
    ) AS each GROUP BY digest
  )`;

/** What runs now was matched and counted, and has nothing to mend. Until then what ran before stays open: nobody has looked. */
const IS_CLOSED = sql`(i.closes IS NULL AND g.matched_at IS NOT NULL AND n.digest NOT IN (SELECT digest FROM plan_change))`;
const STATE = sql`CASE WHEN ${IS_CLOSED} THEN 'closed' ELSE 'open' END`;
const ORDER = sql`(1 + coalesce(d.depth, 0))`;
const SEVERITY = sql`coalesce(i.severity, o.severity)`;
const CLOSES = sql`coalesce(i.closes, o.closes)`;

function due(days: FixDays): RawBuilder<unknown> {
  const parts = (['critical', 'high', 'medium', 'low'] as const).map(
    name => sql`i.${sql.raw(`oldest_${name}`)} + ${days[name]}::integer * interval '1 day'`,
  );
  return sql`least(${sql.join(parts)})`;
}

/** A row for each image that runs and has something to mend, or had it until another one ran by its name. */
export function plansSource(principal: Principal, days: FixDays): ListSource {
  const seen = seesPlace(principal);
  const dueAt = due(days);
  const places = (
    what: RawBuilder<unknown>,
  ) => sql`ARRAY(SELECT DISTINCT ${what} FROM image_place AS p LEFT JOIN cluster AS c ON c.id = p.cluster
    LEFT JOIN workload AS w ON w.cluster = p.cluster AND w.key = p.key
    WHERE p.reference = n.reference AND p.cluster <> '' AND ${seen} ORDER BY 1)`;
  return {
    with: sql`named AS (
      SELECT DISTINCT ON (p.reference) p.reference, p.digest FROM image_place AS p
      LEFT JOIN image_plan AS i ON i.reference = p.reference AND i.digest = p.digest
      WHERE ${seen} ORDER BY p.reference, coalesce(i.closes, 0) DESC, p.digest
    ), ${RESTS}, ${DEPTH}`,
    from: sql`named AS n JOIN image AS g ON g.digest = n.digest LEFT JOIN image_plan AS i ON i.reference = n.reference AND i.digest = n.digest
      LEFT JOIN LATERAL (
        SELECT o.closes, o.severity, r.seen_at FROM image_plan AS o JOIN image_reference AS r ON r.reference = o.reference AND r.digest = o.digest
        WHERE o.reference = n.reference AND o.digest <> n.digest ORDER BY r.seen_at DESC, o.digest LIMIT 1) AS o ON true
      LEFT JOIN depth AS d ON d.digest = n.digest
      LEFT JOIN LATERAL (
        SELECT b.digest FROM image_reference AS r JOIN image AS b ON b.digest = r.digest AND b.matched_at IS NOT NULL
        JOIN image AS before ON before.digest = g.base_digest OR before.index_digest = g.base_digest
        WHERE g.base_name <> '' AND r.reference = g.base_name AND b.digest <> before.digest
          AND (b.critical, b.high, b.medium, b.low) < (before.critical, before.high, before.medium, before.low)
        ORDER BY r.seen_at DESC, b.digest LIMIT 1) AS b ON true`,
    select: sql`n.reference, n.digest, ${STATE} AS state, ${SEVERITY} AS severity, coalesce(i.raise, 0) AS raise, ${CLOSES} AS closes, b.digest AS base,
      ${ORDER} AS "order", ${places(sql`w.owner`)} AS owners, ${places(sql`c.name`)} AS clusters, ${places(sql`p.namespace`)} AS namespaces,
      ${dueAt} AS "dueAt", coalesce(${dueAt} < now(), false) AS overdue, CASE WHEN ${IS_CLOSED} THEN g.inspected_at END AS "closedAt"`,
    where: [sql<boolean>`${CLOSES} IS NOT NULL`],
    columns: {
      reference: { value: sql`n.reference` },
      overdue: { value: sql`coalesce(${dueAt} < now(), false)` },
      state: { value: STATE },
      severity: { value: SEVERITY },
      order: { value: ORDER },
      closes: { value: CLOSES },
      dueAt: { value: sql`coalesce(${dueAt}, 'infinity')` },
      ...placeColumns(seen),
    },
    tie: [{ value: sql`n.reference` }],
    defaultSort: 'dueAt',
  };
}

function placeColumns(seen: RawBuilder<boolean>): Readonly<Record<string, Column>> {
  const rows = sql`image_place AS p LEFT JOIN cluster AS c ON c.id = p.cluster LEFT JOIN workload AS w ON w.cluster = p.cluster AND w.key = p.key
    WHERE p.reference = n.reference AND p.cluster <> '' AND ${seen}`;
  const by = (known: RawBuilder<unknown>, toMatch: (condition: Condition) => RawBuilder<boolean>): Column => ({
    value: sql`n.reference`,
    known: sql`unnest(ARRAY(SELECT ${known} FROM ${rows}))`,
    where: condition => {
      const found = sql<boolean>`EXISTS (SELECT FROM ${rows} AND ${toMatch(toPositive(condition))})`;
      return isNegated(condition) ? sql<boolean>`NOT ${found}` : found;
    },
  });
  return {
    owner: by(sql`w.owner`, condition => match(sql`w.owner`, sql`text`, condition)),
    cluster: by(sql`c.name`, matchCluster),
    namespace: by(sql`p.namespace`, condition => match(sql`p.namespace`, sql`text`, condition)),
  };
}

export async function findPlan(db: Db, principal: Principal, days: FixDays, reference: string): Promise<PlanRecord | undefined> {
  const { with: prefix, select, from, where } = plansSource(principal, days);
  const { rows } = await sql<PlanRecord>`WITH ${prefix} SELECT ${select} FROM ${from}
    WHERE n.reference = ${reference} AND ${sql.join([...where], sql` AND `)}`.execute(db);
  return rows[0];
}

export async function readDays(db: Db): Promise<FixDays> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', 'fix-days').executeTakeFirst();
  return { ...DEFAULT_FIX_DAYS, ...(row?.value as Partial<FixDays> | undefined) };
}

export async function storeDays(db: Db, days: FixDays): Promise<void> {
  const value = JSON.stringify(days);
  await db
    .insertInto('setting')
    .values({ name: 'fix-days', value })
    .onConflict(conflict => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
