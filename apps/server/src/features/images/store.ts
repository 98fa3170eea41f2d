import type { Answer, Condition, images } from '@breakwater/api';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import { toLike } from '../../findings/patterns/store.ts';
import { eachFinding, SELECT_VERDICT } from '../../findings/verdicts/store.ts';
import type { Column, ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { matchCluster } from '../../views/clusters/store.ts';
import { coveredBy, isNegated, seesEverything, seesPlace, toPositive } from '../../views/findings/store.ts';

type Row = Answer<typeof images.endpoints.list>['results'][number];

export interface ImageRecord {
  readonly reference: string;
  readonly digests: string[];
  readonly workloads: number;
  readonly clusters: number;
  readonly pinned: boolean;
  readonly watched: boolean;
  readonly state: Row['scan']['state'];
  readonly code: string | null;
  readonly message: string | null;
  readonly signed: Row['signed'];
  /** Null where it was not read. */
  readonly digest: string | null;
  readonly platform: string;
  readonly bytes: number;
  readonly created: string | null;
  readonly baseName: string;
  readonly baseDigest: string;
  readonly baseMethod: string;
  readonly os: string;
  readonly user: string;
  readonly surface: number;
  readonly secrets: number;
  readonly packages: number;
  readonly complete: boolean;
  readonly databaseBuilt: string | null;
  /** Null where it was not matched. */
  readonly scannedAt: string | null;
  readonly notEvaluated: number;
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly fixable: number;
  readonly exploited: number;
  readonly accepted: number;
  readonly risk: number;
}

export interface ImageUse {
  readonly cluster: string;
  readonly clusterName: string;
  readonly key: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly container: string;
}

/** One image that is asked for by its name, and perhaps a digest that it stands for or stood for. */
export interface Named {
  readonly reference: string;
  readonly digest: string | undefined;
}

const SEEN = (principal: Principal) => visible(principal, { cluster: sql`i.cluster`, namespace: sql`i.namespace` });
const IS_WATCHED = sql<boolean>`EXISTS (SELECT FROM watched_image AS w WHERE n.reference LIKE ${toLike(sql`w.pattern`)})`;

/** Figures of findings that are open: of all of them without those that exceptions cover; -1 when nobody knows. */
function countOpen(column: string): RawBuilder<unknown> {
  return sql`CASE WHEN g.matched_at IS NULL THEN -1 ELSE g.${sql.raw(column)} - coalesce(s.${sql.raw(column)}, 0) END`;
}

const RISK = sql`CASE WHEN g.matched_at IS NULL THEN -1 WHEN s.digest IS NULL THEN g.risk ELSE coalesce(s.risk, 0) END`;
const SCAN = sql`CASE WHEN g.matched_at IS NOT NULL THEN 'scanned' WHEN j.code <> '' THEN 'failed'
  WHEN j.code IS NOT NULL OR g.digest IS NOT NULL THEN 'waiting' ELSE 'never' END`;

/** Names without a workload, for those who see everything. */
function listUnused(principal: Principal, named: Named | undefined): RawBuilder<unknown> {
  if (!seesEverything(principal)) return sql``;
  const asked =
    named === undefined ? sql`` : sql`UNION SELECT r.reference FROM image_reference AS r WHERE r.reference = ${named.reference}`;
  return sql`UNION ALL SELECT n.reference, 0, 0 FROM (
      SELECT p.reference FROM image_place AS p WHERE p.cluster = '' UNION SELECT w.pattern FROM watched_image AS w WHERE w.pattern NOT LIKE '%*%'
      ${asked}
    ) AS n WHERE NOT EXISTS (
      SELECT FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL WHERE i.reference = n.reference)`;
}

/** Which image a name stands for: of several that run the one at most risk; where one is asked for, that one. */
function choose(principal: Principal, named: Named | undefined): RawBuilder<unknown> {
  const running = sql`SELECT p.reference, p.digest, g.risk, 1 AS place FROM image_place AS p JOIN image AS g ON g.digest = p.digest WHERE ${seesPlace(principal)}`;
  if (named === undefined)
    return sql`SELECT DISTINCT ON (reference) reference, digest FROM (${running}) AS r ORDER BY reference, risk DESC, digest`;
  const { reference, digest = '' } = named;
  // What it stood for is told too, since its risk is why it was replaced.
  return sql`SELECT reference, digest FROM (
      ${running} AND p.reference = ${reference} UNION ALL
      SELECT r.reference, r.digest, g.risk, 2 FROM image_reference AS r JOIN image AS g ON g.digest = r.digest WHERE r.reference = ${reference}
    ) AS r WHERE ${digest} IN ('', digest) ORDER BY place, risk DESC, digest LIMIT 1`;
}

/** Findings that do not count, by image and reference: counted ahead for who sees everything. */
function settled(principal: Principal): RawBuilder<unknown> {
  if (!seesEverything(principal))
    return sql`${coveredBy(principal)}, ${eachFinding(sql`SELECT DISTINCT digest, reference FROM covered`)}, settled AS (${SELECT_VERDICT})`;
  return sql`settled AS (SELECT i.* FROM image_verdict AS i WHERE i.ends_at IS NULL OR i.ends_at > now())`;
}

/** Work that waits or failed; jobs of several names with one digest bear one of the names. */
const JOB = sql`job AS (
  SELECT DISTINCT ON (reference) reference, code, message FROM (
    SELECT j.reference, j.error_code AS code, j.error_message AS message FROM scan_job AS j WHERE j.kind = 'inspect' AND j.state <> 'done'
    UNION ALL SELECT i.reference, j.error_code, j.error_message
    FROM (SELECT DISTINCT reference, unnest(digests) AS digest FROM workload_image) AS i
    JOIN scan_job AS j ON j.digest = i.digest AND j.kind = 'inspect' AND j.state <> 'done'
  ) AS each ORDER BY reference, code DESC
)`;

/** Images of what the principal may see, one row per reference. */
export function imagesSource(principal: Principal, named?: Named): ListSource {
  const seen = SEEN(principal);
  return {
    with: sql`named AS (
      SELECT i.reference, count(DISTINCT (i.cluster, i.key)) AS workloads, count(DISTINCT i.cluster) AS clusters
      FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL WHERE ${seen} GROUP BY i.reference
      ${listUnused(principal, named)}
    ), chosen AS (${choose(principal, named)}), ${settled(principal)}, ${JOB}`,
    from: sql`named AS n LEFT JOIN chosen AS h ON h.reference = n.reference LEFT JOIN image AS g ON g.digest = h.digest
      LEFT JOIN settled AS s ON s.digest = g.digest AND s.reference = n.reference LEFT JOIN job AS j ON j.reference = n.reference`,
    select: sql`n.reference, n.workloads, n.clusters, n.reference LIKE '%@%' AS pinned, ${IS_WATCHED} AS watched, ${SCAN} AS state, j.code, j.message,
      coalesce(g.content ->> 'signature', 'unknown') AS signed, g.digest, g.platform, g.bytes, g.created, g.base_name AS "baseName",
      g.base_digest AS "baseDigest", g.base_method AS "baseMethod", g.os_name AS os, g."user", g.surface, g.secret_count AS secrets,
      g.package_count AS packages, g.complete, g.database_built AS "databaseBuilt", g.matched_at AS "scannedAt",
      (SELECT coalesce(sum((one ->> 'packages')::integer), 0) FROM jsonb_array_elements(g.not_evaluated) AS one) AS "notEvaluated",
      ${sql.join(['critical', 'high', 'medium', 'low', 'fixable', 'exploited'].map(name => sql`${countOpen(name)} AS ${sql.raw(name)}`))},
      coalesce(s.accepted, 0) AS accepted, ${RISK} AS risk,
      (SELECT coalesce(array_agg(DISTINCT digest), '{}') FROM workload_image AS i, unnest(i.digests) AS digest
       WHERE i.reference = n.reference AND ${seen}) AS digests`,
    where: [],
    columns: { ...toColumns(), ...toUseColumns(seen) },
    tie: [{ value: sql`n.reference` }],
    defaultSort: 'reference',
  };
}

function toColumns(): Readonly<Record<string, Column>> {
  const figures = ['critical', 'high', 'medium', 'low', 'fixable', 'exploited'].map(name => [name, { value: countOpen(name) }] as const);
  return {
    ...Object.fromEntries(figures),
    reference: { value: sql`n.reference` },
    digest: {
      value: sql`coalesce(g.digest, '')`,
      where: condition => {
        const found = sql<boolean>`(EXISTS (SELECT FROM image_place AS p WHERE p.reference = n.reference AND ${match(sql`p.digest`, sql`text`, toPositive(condition))})
          OR EXISTS (SELECT FROM workload_image AS i, unnest(i.digests) AS digest WHERE i.reference = n.reference
            AND ${match(sql`digest`, sql`text`, toPositive(condition))}))`;
        return isNegated(condition) ? sql<boolean>`NOT ${found}` : found;
      },
    },
    pinned: { value: sql`n.reference LIKE '%@%'` },
    workloads: { value: sql`n.workloads` },
    clusters: { value: sql`n.clusters` },
    watched: { value: IS_WATCHED },
    deployed: { value: sql`(n.workloads > 0)` },
    risk: { value: RISK, cast: 'real' },
    bytes: { value: sql`coalesce(g.bytes, -1)` },
    created: { value: sql`coalesce(g.created, '-infinity')` },
    base: { value: sql`coalesce(g.base_name, '')` },
    baseMethod: { value: sql`coalesce(g.base_method, '')` },
    user: { value: sql`coalesce(g."user", '')` },
    surface: { value: sql`coalesce(g.surface, -1)` },
    secrets: { value: sql`coalesce(g.secret_count, -1)` },
    packages: { value: sql`coalesce(g.package_count, -1)` },
    os: { value: sql`coalesce(g.os_name, '')` },
    platform: { value: sql`coalesce(g.platform, '')` },
    signed: { value: sql`coalesce(g.content ->> 'signature', 'unknown')` },
    scan: { value: SCAN },
    scannedAt: { value: sql`coalesce(g.matched_at, '-infinity')` },
  };
}

function toUseColumns(seen: RawBuilder<boolean>): Readonly<Record<string, Column>> {
  return {
    cluster: {
      value: sql`n.reference`,
      known: sql`unnest(ARRAY(SELECT c.name FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster WHERE i.reference = n.reference AND ${seen}))`,
      where: condition => matchUse(seen, matchCluster, condition),
    },
    namespace: {
      value: sql`n.reference`,
      known: sql`unnest(ARRAY(SELECT i.namespace FROM workload_image AS i WHERE i.reference = n.reference AND ${seen}))`,
      where: condition => matchUse(seen, part => match(sql`i.namespace`, sql`text`, part), condition),
    },
  };
}

/** Whether one use of the image fits; negated, whether none does. */
function matchUse(
  seen: RawBuilder<boolean>,
  toMatch: (condition: Condition) => RawBuilder<boolean>,
  condition: Condition,
): RawBuilder<boolean> {
  const found = sql<boolean>`EXISTS (SELECT FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster
    WHERE i.reference = n.reference AND ${seen} AND ${toMatch(toPositive(condition))})`;
  return isNegated(condition) ? sql<boolean>`NOT ${found}` : found;
}

export async function findImage(db: Db, principal: Principal, named: Named): Promise<ImageRecord | undefined> {
  const { with: prefix, select, from } = imagesSource(principal, named);
  const { rows } = await sql<ImageRecord>`WITH ${prefix} SELECT ${select} FROM ${from} WHERE n.reference = ${named.reference}`.execute(db);
  return rows[0];
}

export async function listUses(db: Db, principal: Principal, reference: string): Promise<readonly ImageUse[]> {
  const { rows } = await sql<ImageUse>`
    SELECT i.cluster, c.name AS "clusterName", i.key, w.namespace, w.kind, w.name, i.container
    FROM workload_image AS i JOIN cluster AS c ON c.id = i.cluster AND c.removed_at IS NULL
    JOIN workload AS w ON w.cluster = i.cluster AND w.key = i.key
    WHERE i.reference = ${reference} AND ${SEEN(principal)} ORDER BY c.name, i.key, i.container LIMIT 1000`.execute(db);
  return rows;
}
