import type { Event } from '@breakwater/model';
import { sql } from 'kysely';
import type { Db } from '../../../database/connection.ts';
import type { KeptEvent } from '../../baselines/preview/store.ts';

/** Of each kind that stands in one timeline. */
export const MAX_STARTS = 200;
export const MAX_EVENTS = 200;
const MAX_VIOLATIONS = 200;
/** Starts that are looked at to tell a restart and a new image from the first one. */
const MAX_LOOKED = 2000;

interface Place {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
}

/** Types that are noise between the others. */
const LEFT_OUT: readonly Event['type'][] = ['process-exit', 'syscalls'];

/** First programs of containers of a workload that was found visible before, the oldest first. `since`: RFC 3339. */
export async function listStarts(db: Db, { cluster, namespace, workload }: Place, since: string): Promise<readonly KeptEvent[]> {
  const { rows } = await sql<KeptEvent>`
    SELECT e.day::text AS day, e.id AS key, e.body AS event FROM runtime_event AS e
    WHERE e.cluster = ${cluster} AND e.namespace = ${namespace} AND e.workload = ${workload} AND e.type = 'process-exec'
      AND e.day >= (${since}::timestamptz AT TIME ZONE 'UTC')::date AND e.time >= ${since}::timestamptz
      AND e.body #>> '{process,containerPid}' = '1' AND e.body #>> '{process,entry}' = 'init'
    ORDER BY e.time DESC, e.id DESC LIMIT ${MAX_LOOKED}`.execute(db);
  return rows.toReversed();
}

/** What its containers did last, the newest first. */
export async function listDoings(db: Db, { cluster, namespace, workload }: Place, since: string): Promise<readonly KeptEvent[]> {
  const { rows } = await sql<KeptEvent>`
    SELECT e.day::text AS day, e.id AS key, e.body AS event FROM runtime_event AS e
    WHERE e.cluster = ${cluster} AND e.namespace = ${namespace} AND e.workload = ${workload} AND e.type <> ALL (${[...LEFT_OUT]}::text[])
      AND e.day >= (${since}::timestamptz AT TIME ZONE 'UTC')::date AND e.time >= ${since}::timestamptz
    ORDER BY e.time DESC, e.id DESC LIMIT ${MAX_EVENTS}`.execute(db);
  return rows;
}

export interface ViolationMoment {
  readonly id: string;
  readonly policy: string;
  readonly container: string;
  readonly message: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
}

/** Violations of a workload that were opened, or came to their end, since then. */
export async function listViolationMoments(
  db: Db,
  { cluster, key }: { readonly cluster: string; readonly key: string },
  since: string,
): Promise<readonly ViolationMoment[]> {
  const columns = sql`v.id, v.policy, v.container, v.message, v.opened_at AS "openedAt", v.resolved_at AS "resolvedAt"`;
  const own = sql`v.cluster = ${cluster} AND v.object_key = ${key}`;
  const { rows } = await sql<ViolationMoment>`
    SELECT ${columns} FROM violation AS v WHERE ${own} AND v.resolved_at IS NULL AND v.opened_at >= ${since}::timestamptz
    UNION ALL
    SELECT ${columns} FROM violation AS v WHERE ${own} AND v.resolved_at >= ${since}::timestamptz
    ORDER BY "openedAt" DESC, id LIMIT ${MAX_VIOLATIONS}`.execute(db);
  return rows;
}
