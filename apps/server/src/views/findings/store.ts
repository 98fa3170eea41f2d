import type { Condition, EXCEPTION_KINDS } from '@breakwater/api';
import type { Exception } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import { IS_LIVE, KIND } from '../../findings/live/store.ts';
import { SCORE } from '../../findings/summaries/store.ts';
import type { Column } from '../../list/column.ts';

type Kind = (typeof EXCEPTION_KINDS)[number];

/** A finding with the exception that covers it, as SQL gives it. */
export interface FindingRecord {
  readonly id: string;
  readonly package: string;
  readonly version: string;
  readonly type: string;
  readonly purl: string;
  readonly severity: number;
  readonly score: number | null;
  readonly epss: number | null;
  readonly exploited: boolean;
  readonly risk: number;
  readonly fixedIn: string[];
  readonly status: string;
  readonly layer: number | null;
  readonly base: boolean | null;
  readonly firstSeen: string;
  readonly use: { readonly path: string; readonly firstSeen: string; readonly lastSeen: string } | null;
  readonly exception: string | null;
  readonly kind: Kind | null;
  readonly reason: string | null;
  readonly approver: string | null;
  readonly expiry: string | null;
  readonly vexStatus: Exception['vexStatus'] | null;
}

const PLACE = { cluster: sql`p.cluster`, namespace: sql`p.namespace` };

/** Over rows of image_place called p. */
export function seesPlace(principal: Principal): RawBuilder<boolean> {
  return visible(principal, PLACE);
}

/** Whether somebody sees what nobody runs, too. */
export function seesEverything({ scope }: Principal): boolean {
  return scope.clusters === undefined && scope.namespaces === undefined;
}

/** Over rows of finding_acceptance called a. Their images are looked up first: by those there is an index, by patterns of names there is none. */
export function seesAcceptance(principal: Principal): RawBuilder<boolean> {
  if (seesEverything(principal)) return sql<boolean>`true`;
  const seen = visible(principal, { cluster: sql`a.cluster`, namespace: sql`a.namespace` });
  return sql<boolean>`(a.digest = ANY (ARRAY(SELECT DISTINCT p.digest FROM image_place AS p WHERE ${seesPlace(principal)})) AND ${seen})`;
}

/**
 * Findings that exceptions cover in every place of the image, by one of its references, that the principal sees.
 *
 * @param some conditions over rows of finding_acceptance called a
 */
export function coveredBy(principal: Principal, some: RawBuilder<boolean> = sql<boolean>`true`): RawBuilder<unknown> {
  return sql`covered AS MATERIALIZED (
    SELECT a.digest, a.reference, a.id, a.package, a.version, a.purl, min(a.exception::text)::uuid AS exception, min(e.expiry) AS ends_at
    FROM finding_acceptance AS a JOIN exception AS e ON e.id = a.exception
    WHERE ${IS_LIVE} AND ${seesAcceptance(principal)} AND ${some}
    GROUP BY a.digest, a.reference, a.id, a.package, a.version, a.purl
    HAVING count(DISTINCT a.place) >= (
      SELECT count(*) FROM image_place AS p WHERE p.digest = a.digest AND p.reference = a.reference AND ${seesPlace(principal)}))`;
}

/** Joins k, the row of `covered` that speaks of the finding f, and e, its exception. */
export function joinCovered(reference: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`LEFT JOIN covered AS k ON k.digest = f.digest AND k.reference = ${reference} AND k.id = f.id AND k.package = f.package
    AND k.version = f.version AND k.purl = f.purl LEFT JOIN exception AS e ON e.id = k.exception`;
}

/** RFC 3339 out of JSON. */
const toTime = (column: string): RawBuilder<unknown> =>
  sql`to_char(${sql.raw(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const USE = sql`(SELECT json_build_object('path', u.path, 'firstSeen', ${toTime('u.first_seen')}, 'lastSeen', ${toTime('u.last_seen')})
  FROM package_use AS u WHERE u.digest = f.digest AND u.purl = f.purl)`;

/** Columns of a finding f with its exception e. */
export const SELECT_FINDING = sql`f.id, f.package, f.version, f.type, f.purl, f.severity, ${SCORE} AS score, f.epss, f.kev AS exploited, f.risk,
  f.fixed_in AS "fixedIn", f.status, f.layer, f.base, f.first_seen AS "firstSeen", ${USE} AS use, e.id AS exception, CASE WHEN e.id IS NULL THEN NULL ELSE ${KIND} END AS kind,
  e.reason, e.approver, e.expiry, e.vex_status AS "vexStatus"`;

const STATE = sql`CASE WHEN e.id IS NULL THEN 'open' ELSE ${KIND} END`;

export const IS_OPEN = sql<boolean>`e.id IS NULL`;

/** Fields that lists of findings have in common. */
export const FINDING_COLUMNS = {
  id: { value: sql`f.id` },
  package: { value: sql`f.package` },
  type: { value: sql`f.type` },
  severity: { value: sql`f.severity` },
  risk: { value: sql`f.risk`, cast: 'real' },
  score: { value: sql`coalesce(${SCORE}, -1)`, cast: 'real' },
  epss: { value: sql`coalesce(f.epss, -1)`, cast: 'real' },
  exploited: { value: sql`f.kev` },
  fixable: { value: sql`(f.fixed_in <> '{}')` },
  layer: { value: sql`coalesce(f.layer, 0)` },
  base: { value: sql`coalesce(f.base, false)` },
  state: { value: STATE },
  use: {
    value: sql`CASE WHEN EXISTS (SELECT FROM package_use AS u WHERE u.digest = f.digest AND u.purl = f.purl) THEN 'loaded' ELSE 'unknown' END`,
  },
  firstSeen: { value: sql`f.first_seen` },
} as const satisfies Record<string, Column>;

export const FINDING_TIE = [{ value: sql`f.id` }, { value: sql`f.package` }, { value: sql`f.version` }, { value: sql`f.purl` }];

/** A condition turned positive, for those of which "not" means that there is no such row. */
export function toPositive(condition: Condition): Condition {
  return { ...condition, operator: condition.operator.endsWith('~') ? '~' : '=' };
}

export function isNegated({ operator }: Condition): boolean {
  return operator.startsWith('!');
}

/** Joins e, the exception that covers the finding f in the one place p. */
export const JOIN_PLACED = sql`LEFT JOIN LATERAL (
    SELECT e.* FROM finding_acceptance AS a JOIN exception AS e ON e.id = a.exception
    WHERE ${IS_LIVE} AND a.digest = f.digest AND a.id = f.id AND a.package = f.package AND a.version = f.version AND a.purl = f.purl
      AND a.reference = p.reference AND a.cluster = p.cluster AND a.key = p.key AND a.container = p.container
    ORDER BY e.requested_at, e.id LIMIT 1) AS e ON true`;

/** One word for several findings or places, over rows with an exception e each. */
export const JOINT_STATE = sql`CASE WHEN bool_or(e.id IS NULL) THEN 'open' WHEN min(${KIND}) = max(${KIND}) THEN min(${KIND}) ELSE 'accepted' END`;
