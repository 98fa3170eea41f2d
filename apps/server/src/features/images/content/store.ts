import type { NotEvaluated } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import type { Db } from '../../../database/connection.ts';
import type { ListSource } from '../../../list/column.ts';
import type { CountRecord } from '../../../views/findings/rows.ts';
import { coveredBy, FINDING_COLUMNS, FINDING_TIE, IS_OPEN, joinCovered, SELECT_FINDING, seesPlace } from '../../../views/findings/store.ts';

/** An image as it was found for a principal. */
export interface Found {
  readonly reference: string;
  readonly digest: string;
}

export interface StoredImage {
  /** ImageOutput as gzip of JSON. */
  readonly output: Buffer;
  readonly notEvaluated: NotEvaluated[];
  readonly inspectedAt: string;
}

export async function readImage(db: Db, digest: string): Promise<StoredImage | undefined> {
  const { rows } = await sql<StoredImage>`SELECT output, not_evaluated AS "notEvaluated", inspected_at AS "inspectedAt" FROM image
    WHERE digest = ${digest}`.execute(db);
  return rows[0];
}

const FIGURES = sql`count(*) FILTER (WHERE f.severity = 4 AND ${IS_OPEN}) AS critical, count(*) FILTER (WHERE f.severity = 3 AND ${IS_OPEN}) AS high,
  count(*) FILTER (WHERE f.severity = 2 AND ${IS_OPEN}) AS medium, count(*) FILTER (WHERE f.severity = 1 AND ${IS_OPEN}) AS low,
  count(*) FILTER (WHERE f.fixed_in <> '{}' AND ${IS_OPEN}) AS fixable, count(*) FILTER (WHERE f.kev AND ${IS_OPEN}) AS exploited,
  count(*) FILTER (WHERE NOT ${IS_OPEN}) AS accepted`;

function findings({ reference, digest }: Found): RawBuilder<unknown> {
  return sql`FROM image_vulnerability AS f ${joinCovered(sql`${reference}`)} WHERE f.digest = ${digest}`;
}

function covered(principal: Principal, { reference, digest }: Found): RawBuilder<unknown> {
  return coveredBy(principal, sql<boolean>`a.digest = ${digest} AND a.reference = ${reference}`);
}

export interface LayerCounts extends CountRecord {
  readonly layer: number | null;
}

export async function countByLayer(db: Db, principal: Principal, found: Found): Promise<readonly LayerCounts[]> {
  const { rows } = await sql<LayerCounts>`
    WITH ${covered(principal, found)} SELECT f.layer, ${FIGURES} ${findings(found)} GROUP BY f.layer`.execute(db);
  return rows;
}

export interface VariantRecord extends CountRecord {
  readonly digest: string;
  readonly platform: string;
  readonly running: boolean;
  readonly seenAt: string;
  readonly matched: boolean;
  readonly risk: number;
}

/** What a reference stands for or stood for, the newest first. */
export async function listVariants(db: Db, principal: Principal, reference: string): Promise<readonly VariantRecord[]> {
  const { rows } = await sql<VariantRecord>`
    WITH ${coveredBy(principal, sql<boolean>`a.reference = ${reference}`)}, variant AS (
      SELECT digest, max(seen_at) AS seen_at, bool_or(running) AS running FROM (
        SELECT r.digest, r.seen_at, false AS running FROM image_reference AS r WHERE r.reference = ${reference}
        UNION ALL SELECT p.digest, '-infinity', p.cluster <> '' FROM image_place AS p WHERE p.reference = ${reference} AND ${seesPlace(principal)}
      ) AS each GROUP BY digest
    )
    SELECT v.digest, g.platform, v.running, CASE WHEN isfinite(v.seen_at) THEN v.seen_at ELSE g.inspected_at END AS "seenAt",
      g.matched_at IS NOT NULL AS matched, count.*
    FROM variant AS v JOIN image AS g ON g.digest = v.digest CROSS JOIN LATERAL (
      SELECT ${FIGURES}, coalesce(max(f.risk) FILTER (WHERE ${IS_OPEN}), 0) AS risk
      FROM image_vulnerability AS f ${joinCovered(sql`${reference}`)} WHERE f.digest = v.digest) AS count
    ORDER BY v.running DESC, v.seen_at DESC, v.digest LIMIT 50`.execute(db);
  return rows;
}

export function findingsSource(principal: Principal, found: Found, onlyOpen: boolean): ListSource {
  return {
    with: covered(principal, found),
    from: sql`image_vulnerability AS f ${joinCovered(sql`${found.reference}`)}`,
    select: SELECT_FINDING,
    where: [sql<boolean>`f.digest = ${found.digest}`, ...(onlyOpen ? [IS_OPEN] : [])],
    columns: FINDING_COLUMNS,
    tie: FINDING_TIE,
    defaultSort: '-risk',
  };
}

export interface PackageRecord extends CountRecord {
  /** ImagePackage. */
  readonly body: Record<string, unknown>;
  readonly worst: number | null;
}

/** @param packages JSON of the packages of the image, as they were read */
export function packagesSource(principal: Principal, found: Found, packages: string): ListSource {
  return {
    with: sql`${covered(principal, found)}, listed AS (
      SELECT each.value AS body, each.number, left(each.value ->> 'name', 400) AS name, left(each.value ->> 'version', 200) AS version,
        each.value ->> 'type' AS type, (each.value ->> 'layer')::integer AS layer, coalesce((each.value ->> 'base')::boolean, false) AS base
      FROM json_array_elements(${packages}::json) WITH ORDINALITY AS each (value, number)
    ), figure AS (
      SELECT f.package, f.version, f.type, max(f.severity) FILTER (WHERE ${IS_OPEN}) AS worst, ${FIGURES} ${findings(found)}
      GROUP BY f.package, f.version, f.type
    )`,
    from: sql`listed AS p LEFT JOIN figure AS n ON n.package = p.name AND n.version = p.version AND n.type = p.type`,
    select: sql`p.body, n.worst, ${sql.join(
      ['critical', 'high', 'medium', 'low', 'fixable', 'exploited', 'accepted'].map(
        name => sql`coalesce(n.${sql.raw(name)}, 0) AS ${sql.raw(name)}`,
      ),
    )}`,
    where: [],
    columns: {
      name: { value: sql`p.name` },
      version: { value: sql`p.version` },
      type: { value: sql`p.type` },
      layer: { value: sql`p.layer` },
      base: { value: sql`p.base` },
      license: { value: sql`coalesce(p.body ->> 'licenses', '')` },
      severity: { value: sql`coalesce(n.worst, -1)` },
      vulnerabilities: { value: sql`(coalesce(n.critical, 0) + coalesce(n.high, 0) + coalesce(n.medium, 0) + coalesce(n.low, 0))` },
    },
    tie: [{ value: sql`p.number`, cast: 'bigint' }],
    defaultSort: 'name',
  };
}
