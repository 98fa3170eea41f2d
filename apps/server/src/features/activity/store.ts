import type { Event } from '@breakwater/model';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { ListSource } from '../../list/column.ts';
import { matchCluster } from '../../views/clusters/store.ts';

export interface ActivityRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly day: string;
  readonly namespace: string;
  readonly workload: string;
  readonly container: string;
  readonly type: Event['type'];
  readonly subject: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export function activitySource(principal: Principal): ListSource {
  return {
    from: sql`runtime_activity AS a JOIN cluster AS c ON c.id = a.cluster AND c.removed_at IS NULL`,
    select: sql`a.cluster, c.name AS "clusterName", a.day::text AS day, a.namespace, a.workload, a.container, a.type, a.subject, a.count,
      a.first_seen AS "firstSeen", a.last_seen AS "lastSeen"`,
    where: [visible(principal, { cluster: sql`a.cluster`, namespace: sql`a.namespace` })],
    columns: {
      lastSeen: { value: sql`a.last_seen` },
      cluster: { value: sql`c.name`, where: matchCluster },
      namespace: { value: sql`a.namespace` },
      workload: { value: sql`a.workload` },
      container: { value: sql`a.container` },
      type: { value: sql`a.type` },
      subject: { value: sql`a.subject` },
      count: { value: sql`a.count` },
    },
    tie: ['cluster', 'day', 'namespace', 'workload', 'container', 'type', 'subject'].map(name => ({
      value: name === 'day' ? sql`a.day::text` : sql`a.${sql.id(name)}`,
    })),
    defaultSort: '-lastSeen',
  };
}
