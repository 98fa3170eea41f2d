import type { EventStore } from '../event-store.ts';
import { toJsonRows } from '../json-rows.ts';

/** Another cluster's change is not its to answer. */
const PUT = `
UPDATE baseline_change AS c SET state = row.state, message = row.message, finished_at = now()
FROM json_to_recordset($2::json) AS row (id text, state text, message text)
WHERE c.cluster = $1 AND c.id = row.id AND c.state = 'pending'`;

export const baselineOutcomes: EventStore<'baseline-change'> = {
  topics: ['baseline-change'],
  put: async (client, cluster, events) => {
    await client.query(PUT, [cluster, toJsonRows(events.map(({ body }) => body))]);
  },
};
