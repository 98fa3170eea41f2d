import type { BaseCandidate } from '@breakwater/vulnerability';
import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import type { Db } from '../../../database/connection.ts';
import { coveredBy, IS_OPEN, joinCovered, seesPlace } from '../../../views/findings/store.ts';
import { RESTS } from '../store.ts';

interface Found {
  readonly reference: string;
  readonly digest: string;
}

export interface PlanFindingRecord {
  readonly id: string;
  readonly package: string;
  readonly version: string;
  readonly type: string;
  readonly severity: number;
  readonly fixedIn: string[];
  readonly layer: number | null;
  readonly base: boolean | null;
  readonly firstSeen: string;
}

/** Findings of an image that count. */
export async function listOpen(db: Db, principal: Principal, { reference, digest }: Found): Promise<readonly PlanFindingRecord[]> {
  const { rows } = await sql<PlanFindingRecord>`
    WITH ${coveredBy(principal, sql<boolean>`a.digest = ${digest} AND a.reference = ${reference}`)}
    SELECT f.id, f.package, f.version, f.type, f.severity, f.fixed_in AS "fixedIn", f.layer, f.base, f.first_seen AS "firstSeen"
    FROM image_vulnerability AS f ${joinCovered(sql`${reference}`)} WHERE f.digest = ${digest} AND ${IS_OPEN}`.execute(db);
  return rows;
}

export interface BaseRecord {
  readonly output: Buffer;
  readonly name: string;
  readonly digest: string;
  /** Of the base image itself, where it was read and matched. */
  readonly base: {
    readonly digests: string[];
    readonly critical: number;
    readonly high: number;
    readonly medium: number;
    readonly low: number;
  } | null;
}

/** What an image rests on, with what was read of the image. */
export async function readBase(db: Db, digest: string): Promise<BaseRecord | undefined> {
  const { rows } = await sql<BaseRecord>`
    SELECT g.output, g.base_name AS name, g.base_digest AS digest, (
      SELECT jsonb_build_object('digests', array_remove(ARRAY[b.digest, b.index_digest, b.config_digest], NULL), 'critical', b.critical,
        'high', b.high, 'medium', b.medium, 'low', b.low)
      FROM image AS b WHERE g.base_digest <> '' AND (b.digest = g.base_digest OR b.index_digest = g.base_digest) AND b.matched_at IS NOT NULL
      ORDER BY b.digest LIMIT 1) AS base
    FROM image AS g WHERE g.digest = ${digest}`.execute(db);
  return rows[0];
}

/** What was read and matched of a repository. */
export async function listCandidates(db: Db, repository: string): Promise<readonly BaseCandidate[]> {
  const { rows } = await sql<BaseCandidate>`
    SELECT r.reference, g.digest, g.critical, g.high, g.medium, g.low FROM image_reference AS r JOIN image AS g ON g.digest = r.digest
    WHERE (r.reference = ${repository} OR starts_with(r.reference, ${`${repository}:`})) AND g.matched_at IS NOT NULL
    ORDER BY r.seen_at DESC, g.digest LIMIT 200`.execute(db);
  return rows;
}

export interface Relative {
  readonly reference: string;
  readonly relation: 'after' | 'before';
}

/** References of images that have to be rebuilt before an image, and after it, of those that the principal sees. */
export async function listRelatives(db: Db, principal: Principal, digest: string): Promise<readonly Relative[]> {
  const { rows } = await sql<Relative>`
    WITH ${RESTS}, related AS (
      SELECT base AS digest, 'after' AS relation FROM rests WHERE digest = ${digest} AND base <> ${digest}
      UNION SELECT digest, 'before' FROM rests WHERE base = ${digest} AND digest <> ${digest}
    )
    SELECT DISTINCT p.reference, r.relation FROM related AS r JOIN image_place AS p ON p.digest = r.digest
    WHERE ${seesPlace(principal)} ORDER BY p.reference LIMIT 500`.execute(db);
  return rows;
}

export interface OwnedWorkload {
  readonly cluster: string;
  readonly clusterName: string;
  readonly key: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly owner: string;
}

export async function listOwned(db: Db, principal: Principal, reference: string): Promise<readonly OwnedWorkload[]> {
  const { rows } = await sql<OwnedWorkload>`
    SELECT DISTINCT p.cluster, c.name AS "clusterName", p.key, w.namespace, w.kind, w.name, w.owner FROM image_place AS p
    JOIN cluster AS c ON c.id = p.cluster JOIN workload AS w ON w.cluster = p.cluster AND w.key = p.key
    WHERE p.reference = ${reference} AND ${seesPlace(principal)} ORDER BY c.name, p.key LIMIT 500`.execute(db);
  return rows;
}

export interface FormerRecord {
  readonly digest: string;
  readonly until: string;
  readonly closed: string[];
}

/** Images that the reference stood for before, with what of them could be mended and the present one has no more. */
export async function listFormer(db: Db, { reference, digest }: Found): Promise<readonly FormerRecord[]> {
  const { rows } = await sql<FormerRecord>`
    SELECT r.digest, r.seen_at AS until, ARRAY(
      SELECT DISTINCT f.id FROM image_vulnerability AS f WHERE f.digest = r.digest AND f.fixed_in <> '{}'
        AND NOT EXISTS (SELECT FROM image_vulnerability AS n WHERE n.digest = ${digest} AND n.id = f.id) ORDER BY f.id LIMIT 500) AS closed
    FROM image_reference AS r JOIN image AS g ON g.digest = r.digest
    WHERE r.reference = ${reference} AND r.digest <> ${digest}
      AND NOT EXISTS (SELECT FROM image_place AS p WHERE p.reference = r.reference AND p.digest = r.digest)
    ORDER BY r.seen_at DESC, r.digest LIMIT 20`.execute(db);
  return rows;
}

export interface RebuildRecord {
  readonly at: string;
  readonly by: string;
  readonly notifier: string;
  readonly delivered: boolean;
  readonly message: string;
}

export async function listRebuilds(db: Db, reference: string): Promise<readonly RebuildRecord[]> {
  const { rows } = await sql<RebuildRecord>`SELECT at, asked_by AS by, notifier, delivered, message FROM rebuild
    WHERE reference = ${reference} ORDER BY id DESC LIMIT 20`.execute(db);
  return rows;
}

export async function addRebuild(
  db: Db,
  reference: string,
  { by, notifier, delivered, message }: Omit<RebuildRecord, 'at'>,
): Promise<void> {
  await db.insertInto('rebuild').values({ reference, asked_by: by, notifier, delivered, message }).execute();
}

export interface Receiver {
  readonly name: string;
  readonly type: string;
  readonly config: Record<string, unknown>;
  /** Sealed. */
  readonly secret: string | null;
}

export async function findReceiver(db: Db, id: string): Promise<Receiver | undefined> {
  const { rows } = await sql<Receiver>`SELECT name, type, config, secret FROM notifier WHERE id = ${id}::uuid`.execute(db);
  return rows[0];
}
