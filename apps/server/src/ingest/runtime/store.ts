import type { Event } from '@breakwater/protocol';
import { ensureDays, toDay } from '../../database/days/store.ts';
import type { EventStore } from '../event-store.ts';
import { toJsonRows } from '../json-rows.ts';

/** What happened once does not change: one that comes again is there already. */
const PUT = `
INSERT INTO runtime_event (cluster, day, id, time, type, node, namespace, workload, pod, body)
SELECT $1, day, id, time, type, node, namespace, workload, pod, body
FROM json_to_recordset($2::json) AS row (day date, id text, time timestamptz, type text, node text, namespace text, workload text, pod text, body jsonb)
ON CONFLICT DO NOTHING`;

export const runtimeEvents: EventStore<'runtime'> = {
  topics: ['runtime'],
  put: async (client, cluster, events) => {
    const rows = events.map(toRow);
    await ensureDays(client, 'runtime_event', new Set(rows.map(({ day }) => day)));
    await client.query(PUT, [cluster, toJsonRows(rows)]);
  },
};

function toRow({ id, time, body }: Extract<Event, { readonly type: 'runtime' }>) {
  const { type, node, namespace = '', workload = '', pod = '' } = body;
  return { day: toDay(Date.parse(time)), id, time, type, node, namespace, workload, pod, body };
}
