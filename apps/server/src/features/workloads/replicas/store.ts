import type { BehaviorBaseline } from '@breakwater/model';
import { sql } from 'kysely';
import type { Db } from '../../../database/connection.ts';
import type { KeptEvent } from '../../baselines/preview/store.ts';

/** Events that are compared; more take too long while somebody waits. */
export const MAX_COMPARED = 5000;

interface Place {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
}

/** The newest events of a workload that was found visible before, the oldest first. `since`: RFC 3339. */
export async function listReplicaEvents(db: Db, { cluster, namespace, workload }: Place, since: string): Promise<readonly KeptEvent[]> {
  const { rows } = await sql<KeptEvent>`
    SELECT e.day::text AS day, e.id AS key, e.body AS event FROM runtime_event AS e
    WHERE e.cluster = ${cluster} AND e.namespace = ${namespace} AND e.workload = ${workload}
      AND e.day >= (${since}::timestamptz AT TIME ZONE 'UTC')::date AND e.time >= ${since}::timestamptz
    ORDER BY e.time DESC, e.id DESC LIMIT ${MAX_COMPARED + 1}`.execute(db);
  return rows.toReversed();
}

/** Of each container the version that was seen last. */
export async function listWorkloadBaselines(db: Db, { cluster, namespace, workload }: Place): Promise<readonly BehaviorBaseline[]> {
  const { rows } = await sql<{ readonly body: BehaviorBaseline }>`
    SELECT DISTINCT ON (b.container) b.body FROM baseline AS b
    WHERE b.cluster = ${cluster} AND b.namespace = ${namespace} AND b.workload = ${workload} ORDER BY b.container, b.last_seen DESC`.execute(
    db,
  );
  return rows.map(({ body }) => body);
}
