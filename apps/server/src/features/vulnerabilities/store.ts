import type { Condition } from '@breakwater/api';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import type { Db } from '../../database/connection.ts';
import { IS_LIVE, KIND } from '../../findings/live/store.ts';
import type { Column, ListSource } from '../../list/column.ts';
import { match, matchAny, matchLabel } from '../../list/where.ts';
import { matchCluster } from '../../views/clusters/store.ts';
import { isNegated, seesAcceptance, seesEverything, seesPlace, toPositive } from '../../views/findings/store.ts';

export interface VulnerabilityRecord {
  readonly id: string;
  readonly aliases: string[];
  readonly severity: number;
  readonly score: number | null;
  readonly epss: number | null;
  readonly exploited: boolean;
  readonly risk: number;
  readonly packages: string[];
  readonly fixable: boolean;
  readonly fixedIn: string[];
  readonly images: number;
  readonly workloads: number;
  readonly clusters: number;
  readonly namespaces: number;
  readonly firstSeen: string;
  readonly state: 'open' | 'accepted' | 'deferred' | 'false-positive';
  readonly accepted: number;
  readonly by: string[];
}

/**
 * What exceptions make of the few vulnerabilities that they speak of: one is open unless each of its findings is covered in each place that the
 * principal sees. Counted ahead for who sees everything.
 */
function verdicts(principal: Principal): RawBuilder<unknown> {
  if (seesEverything(principal)) {
    return sql`verdict AS (
      SELECT x.id, x.findings, x.approvers AS by, CASE WHEN x.places >= v.places THEN x.kind ELSE 'open' END AS state
      FROM vulnerability_verdict AS x JOIN vulnerability AS v ON v.id = x.id WHERE x.ends_at IS NULL OR x.ends_at > now())`;
  }
  return sql`covered AS (
      SELECT a.id, count(DISTINCT a.place) AS places, count(DISTINCT a.finding) AS findings,
        array_agg(DISTINCT e.approver) FILTER (WHERE e.approver IS NOT NULL) AS by,
        CASE WHEN min(${KIND}) = max(${KIND}) THEN min(${KIND}) ELSE 'accepted' END AS kind
      FROM finding_acceptance AS a JOIN exception AS e ON e.id = a.exception
      WHERE ${IS_LIVE} AND ${seesAcceptance(principal)} GROUP BY a.id
    ), verdict AS (
      SELECT k.id, k.findings, k.by, CASE WHEN k.places >= (
        SELECT sum(p.places) FROM vulnerability_place AS p WHERE p.id = k.id AND ${seesPlace(principal)}
      ) THEN k.kind ELSE 'open' END AS state FROM covered AS k
    )`;
}

const STATE = sql`coalesce(x.state, 'open')`;

/** Whether it is in an image with such a place. */
function inPlaces(principal: Principal, some: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`v.id IN (SELECT f.id FROM image_vulnerability AS f WHERE f.digest IN (
    SELECT p.digest FROM image_place AS p LEFT JOIN workload AS w ON w.cluster = p.cluster AND w.key = p.key
    WHERE ${seesPlace(principal)} AND ${some}))`;
}

/** The same where cluster and namespace decide, which are counted ahead. */
function inNamespaces(principal: Principal, some: RawBuilder<boolean> = sql<boolean>`true`): RawBuilder<boolean> {
  return sql<boolean>`v.id IN (SELECT p.id FROM vulnerability_place AS p LEFT JOIN cluster AS c ON c.id = p.cluster
    WHERE ${seesPlace(principal)} AND ${some})`;
}

/** Counts of what the principal sees: ahead for who sees everything, else by looking. */
function counts(principal: Principal): Readonly<Record<'images' | 'workloads' | 'clusters' | 'namespaces', RawBuilder<unknown>>> {
  if (seesEverything(principal)) {
    return { images: sql`v.images`, workloads: sql`v.workloads`, clusters: sql`v.clusters`, namespaces: sql`v.namespaces` };
  }
  const count = (what: RawBuilder<unknown>) =>
    sql`(SELECT ${what} FROM vulnerability_place AS p WHERE p.id = v.id AND ${seesPlace(principal)})`;
  return {
    images: sql`(SELECT count(DISTINCT p.reference) FROM image_place AS p
      WHERE p.digest IN (SELECT f.digest FROM image_vulnerability AS f WHERE f.id = v.id) AND ${seesPlace(principal)})`,
    workloads: count(sql`coalesce(sum(p.workloads), 0)`),
    clusters: count(sql`count(DISTINCT p.cluster)`),
    namespaces: count(sql`count(*)`),
  };
}

/** Vulnerabilities of what the principal may see, one row each. */
export function vulnerabilitiesSource(principal: Principal, onlyOpen: boolean): ListSource {
  const { images, workloads, clusters, namespaces } = counts(principal);
  const seen = seesEverything(principal) ? [] : [inNamespaces(principal)];
  return {
    with: verdicts(principal),
    from: sql`vulnerability AS v LEFT JOIN verdict AS x ON x.id = v.id`,
    select: sql`v.id, v.aliases, v.severity, v.score, v.epss, v.kev AS exploited, v.risk, v.packages[1:20] AS packages, v.fixable,
      v.fixed_in AS "fixedIn", ${images} AS images, ${workloads} AS workloads, ${clusters} AS clusters, ${namespaces} AS namespaces,
      v.first_seen AS "firstSeen", ${STATE} AS state, coalesce(x.findings, 0) AS accepted, coalesce(x.by, '{}') AS by`,
    where: [...seen, ...(onlyOpen ? [sql<boolean>`${STATE} = 'open'`] : [])],
    columns: {
      id: { value: sql`v.id` },
      severity: { value: sql`v.severity` },
      score: { value: sql`coalesce(v.score, -1)`, cast: 'real' },
      epss: { value: sql`coalesce(v.epss, -1)`, cast: 'real' },
      risk: { value: sql`v.risk`, cast: 'real' },
      exploited: { value: sql`v.kev` },
      fixable: { value: sql`v.fixable` },
      base: { value: sql`v.base` },
      state: { value: STATE },
      firstSeen: { value: sql`v.first_seen` },
      images: { value: images, cast: 'bigint' },
      workloads: { value: workloads, cast: 'bigint' },
      package: { value: sql`v.id`, known: sql`unnest(v.packages)`, where: matchPackage },
      ...placeColumns(principal),
    },
    tie: [{ value: sql`v.id` }],
    defaultSort: '-risk',
  };
}

function matchPackage(condition: Condition): RawBuilder<boolean> {
  const found = sql<boolean>`EXISTS (SELECT FROM unnest(v.packages) AS name WHERE ${match(sql`name`, sql`text`, toPositive(condition))})`;
  return isNegated(condition) ? sql<boolean>`NOT ${found}` : found;
}

function placeColumns(principal: Principal): Readonly<Record<string, Column>> {
  const by = (toMatch: (condition: Condition) => RawBuilder<boolean>, find = inPlaces): Column => ({
    value: sql`v.id`,
    where: condition => {
      const found = find(principal, toMatch(toPositive(condition)));
      return isNegated(condition) ? sql<boolean>`NOT ${found}` : found;
    },
  });
  return {
    image: by(condition => matchAny([sql`p.reference`, sql`p.digest`], condition)),
    cluster: by(matchCluster, inNamespaces),
    namespace: by(condition => match(sql`p.namespace`, sql`text`, condition), inNamespaces),
    label: by(condition => matchLabel(sql`w.labels`, condition)),
    owner: by(condition => match(sql`w.owner`, sql`text`, condition)),
  };
}

/** Fields whose values are those of places, not of vulnerabilities. */
export const PLACE_FIELDS: ReadonlySet<string> = new Set(['image', 'cluster', 'namespace', 'owner']);

/** What `values` names of such fields. */
export function placesSource(principal: Principal): ListSource {
  return {
    from: sql`image_place AS p LEFT JOIN cluster AS c ON c.id = p.cluster LEFT JOIN workload AS w ON w.cluster = p.cluster AND w.key = p.key`,
    select: sql`p.reference`,
    where: [seesPlace(principal)],
    columns: {
      image: { value: sql`p.reference` },
      cluster: { value: sql`coalesce(c.name, '')` },
      namespace: { value: sql`p.namespace` },
      owner: { value: sql`coalesce(w.owner, '')` },
    },
    tie: [{ value: sql`p.reference` }],
    defaultSort: 'image',
  };
}

/** One, by its id or another name of it. */
export async function findVulnerability(db: Db, principal: Principal, id: string): Promise<VulnerabilityRecord | undefined> {
  const { with: prefix, select, from, where } = vulnerabilitiesSource(principal, false);
  const seen = where.length === 0 ? sql<boolean>`true` : sql.join([...where], sql` AND `);
  const { rows } = await sql<VulnerabilityRecord>`WITH ${prefix} SELECT ${select} FROM ${from}
    WHERE (v.id = ${id} OR v.aliases @> ARRAY[${id}::text]) AND ${seen} ORDER BY v.id <> ${id}, v.id LIMIT 1`.execute(db);
  return rows[0];
}
