import type { Event } from '@breakwater/model';
import { sql } from 'kysely';
import type { Db } from '../../../database/connection.ts';
import type { BaselineRecord } from '../store.ts';

/** Events that are looked at; more take too long to be held against a baseline while somebody waits. */
export const MAX_PREVIEWED = 5000;

/** An event under its key. */
export interface KeptEvent {
  readonly day: string;
  readonly key: string;
  readonly event: Event;
}

/** The newest events of a container that was found visible before, the oldest first. `since`: RFC 3339. */
export async function listLastEvents(
  db: Db,
  { cluster, namespace, workload, container }: Pick<BaselineRecord, 'cluster' | 'namespace' | 'workload' | 'container'>,
  since: string,
): Promise<readonly KeptEvent[]> {
  const { rows } = await sql<KeptEvent>`
    SELECT e.day::text AS day, e.id AS key, e.body AS event FROM runtime_event AS e
    WHERE e.cluster = ${cluster} AND e.namespace = ${namespace} AND e.workload = ${workload} AND e.container = ${container}
      AND e.day >= (${since}::timestamptz AT TIME ZONE 'UTC')::date AND e.time >= ${since}::timestamptz
    ORDER BY e.time DESC, e.id DESC LIMIT ${MAX_PREVIEWED + 1}`.execute(db);
  return rows.toReversed();
}
