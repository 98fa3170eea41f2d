import { isRemote } from '@breakwater/vulnerability';
import { sql } from 'kysely';
import type { Principal } from '../access/principal.ts';
import { seesWholeClusters, visible } from '../access/visible.ts';
import type { Db } from '../database/connection.ts';

/** A cluster as far as it matters for what can be computed of it. */
export interface AnalysedCluster {
  readonly id: string;
  /** Of Kubernetes, as v1.36.3; empty while nobody told. */
  readonly version: string;
  /** Everything was sent, and everything could be read. */
  readonly isWhole: boolean;
}

/** By id or name. */
export async function findAnalysedCluster(db: Db, principal: Principal, cluster: string): Promise<AnalysedCluster | undefined> {
  const { rows } = await sql<AnalysedCluster>`
    SELECT c.id, c.version, c.synced_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM problem AS p WHERE p.cluster = c.id AND p.code IN ('kind-unreadable', 'object-unjudged')) AS "isWhole"
    FROM cluster AS c WHERE c.removed_at IS NULL AND (c.id = ${cluster} OR c.name = ${cluster})
      AND ${visible(principal, { cluster: sql`c.id` }, true)} ORDER BY c.id = ${cluster} DESC LIMIT 1`.execute(db);
  return rows[0];
}

/** Another text whenever an object has come, changed or gone, or an image was matched again. */
export async function readState(db: Db, cluster: string): Promise<string> {
  const { rows } = await sql<{ readonly state: string }>`
    SELECT count(*) || ' ' || coalesce(max(seen_at)::text, '') || ' ' || coalesce((SELECT max(matched_at)::text FROM image), '') AS state
    FROM object WHERE cluster = ${cluster}`.execute(db);
  return rows[0]?.state ?? '';
}

/** Namespaces of a cluster that a principal may see; undefined for all. */
export async function listVisibleNamespaces(db: Db, principal: Principal, cluster: string): Promise<readonly string[] | undefined> {
  if (seesWholeClusters(principal)) return undefined;
  const { rows } = await sql<{ readonly namespace: string }>`
    SELECT DISTINCT o.namespace FROM object AS o
    WHERE o.cluster = ${cluster} AND ${visible(principal, { cluster: sql`o.cluster`, namespace: sql`o.namespace` })}`.execute(db);
  return rows.map(({ namespace }) => namespace);
}

interface Row {
  readonly key: string;
  readonly text: string;
}

/**
 * All objects of a cluster as JSON, some at a time in the order of their keys, whoever asks: what a policy of another namespace says counts for
 * what happens in this one. What of it is told is for the questions to bound.
 */
export async function* readAllObjects(db: Db, cluster: string, page: number): AsyncGenerator<readonly string[]> {
  for (let last = ''; ; ) {
    const { rows } = await sql<Row>`
      SELECT o.key, o.raw::text AS text FROM object AS o WHERE o.cluster = ${cluster} AND o.key > ${last} ORDER BY o.key LIMIT ${page}`.execute(
      db,
    );
    if (rows.length > 0) yield rows.map(({ text }) => text);
    const end = rows.at(-1);
    if (end === undefined || rows.length < page) return;
    last = end.key;
  }
}

/** What lets somebody in who only reaches the program, by the name of the workload as analyses write it. */
export type Weaknesses = readonly (readonly [
  workload: string,
  weaknesses: readonly { readonly id: string; readonly container: string }[],
])[];

interface UseRow {
  readonly workload: string;
  readonly container: string;
  readonly digest: string;
}

interface FindingRow {
  readonly digest: string;
  readonly id: string;
  readonly kev: boolean;
  readonly vectors: readonly string[] | null;
}

/** Of what was scanned of a cluster; undefined where nothing was, so that nothing is known. What everybody accepted counts all the same. */
export async function readWeaknesses(db: Db, cluster: string): Promise<Weaknesses | undefined> {
  const uses = await sql<UseRow>`
    SELECT DISTINCT w.namespace || '/' || w.name || '[' || w.kind || ']' AS workload, i.container, g.digest
    FROM workload_image AS i JOIN workload AS w ON w.cluster = i.cluster AND w.key = i.key
    JOIN image_reference AS r ON r.reference = i.reference JOIN image AS g ON g.digest = r.digest AND g.matched_at IS NOT NULL
    WHERE i.cluster = ${cluster} AND (i.digests = '{}' OR i.digests && ARRAY[g.digest, g.index_digest, g.config_digest])`.execute(db);
  if (uses.rows.length === 0) return undefined;
  const digests = [...new Set(uses.rows.map(({ digest }) => digest))];
  // Only what the network, a login and a person's help do not stand before can be one; the whole vector decides.
  const findings = await sql<FindingRow>`
    SELECT DISTINCT ON (v.digest, v.id) v.digest, v.id, v.kev, ARRAY(SELECT c ->> 'vector' FROM jsonb_array_elements(v.body -> 'cvss') AS c) AS vectors
    FROM image_vulnerability AS v WHERE v.digest = ANY (${digests}) AND (v.kev OR v.body ->> 'cvss' LIKE '%AV:N%')
    ORDER BY v.digest, v.id`.execute(db);
  const weak = findings.rows.filter(({ kev, vectors }) => kev || (vectors ?? []).some(isRemote));
  const byDigest = Map.groupBy(weak, ({ digest }) => digest);
  const byWorkload = Map.groupBy(uses.rows, ({ workload }) => workload);
  return [...byWorkload].map(([workload, rows]) => [
    workload,
    rows.flatMap(({ digest, container }) => (byDigest.get(digest) ?? []).map(({ id }) => ({ id, container }))),
  ]);
}
