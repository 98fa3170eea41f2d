import { COUNTED_EVENTS } from '@breakwater/api';
import type { Event } from '@breakwater/model';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';
import { match } from '../../list/where.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface EventRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly day: string;
  readonly key: string;
  readonly time: string;
  readonly type: string;
  readonly node: string;
  readonly namespace: string;
  readonly workload: string;
  readonly pod: string;
  readonly container: string;
  readonly program: string;
  readonly subject: string;
  readonly event: Event;
}

const SELECT = sql`e.cluster, c.name AS "clusterName", e.day::text AS day, e.id AS key, e.time, e.type, e.node, e.namespace, e.workload, e.pod, e.container,
  e.program, e.subject, e.body AS event`;
const FROM = sql`runtime_event AS e JOIN cluster AS c ON c.id = e.cluster AND c.removed_at IS NULL`;
/** What happens on nodes outside of containers has no namespace, and is seen by those who see the whole cluster. */
const seenBy = (principal: Principal) => visible(principal, { cluster: sql`e.cluster`, namespace: sql`e.namespace` });

/** @param clusters ids of those that are asked for; all when absent */
export function eventsSource(principal: Principal, clusters?: readonly string[]): ListSource {
  const own = clusters === undefined ? [] : [match(sql`e.cluster`, sql`text`, { field: 'cluster', operator: '=', values: clusters })];
  return {
    from: FROM,
    select: SELECT,
    where: [seenBy(principal), ...own],
    counted: COUNTED_EVENTS,
    columns: {
      time: { value: sql`e.time` },
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`e.namespace` },
      workload: { value: sql`e.workload` },
      container: { value: sql`e.container` },
      type: { value: sql`e.type` },
      subject: { value: sql`e.subject` },
      node: { value: sql`e.node` },
      pod: { value: sql`e.pod` },
      program: { value: sql`e.program` },
    },
    tie: [{ value: sql`e.cluster` }, { value: sql`e.id` }],
    defaultSort: '-time',
  };
}

/** The newest events alone: what occurs in fields of which nothing is counted. */
export function recentEventsSource(principal: Principal): ListSource {
  const newest = sql`(SELECT * FROM runtime_event ORDER BY time DESC LIMIT ${COUNTED_EVENTS})`;
  return { ...eventsSource(principal), from: sql`${newest} AS e JOIN cluster AS c ON c.id = e.cluster AND c.removed_at IS NULL` };
}

export async function readEvent(
  db: Db,
  principal: Principal,
  place: { readonly cluster: string; readonly day: string; readonly key: string },
): Promise<EventRecord | undefined> {
  const { rows } = await sql<EventRecord>`SELECT ${SELECT} FROM ${FROM}
    WHERE e.cluster = ${place.cluster} AND e.day = ${place.day}::date AND e.id = ${place.key} AND ${seenBy(principal)}`.execute(db);
  return rows[0];
}
