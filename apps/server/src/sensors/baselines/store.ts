import { type BaselineChange, MAX_BASELINE_CHANGES } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';

const DUE = `
SELECT body FROM baseline_change WHERE cluster = $1 AND state = 'pending' ORDER BY requested_at, id LIMIT ${MAX_BASELINE_CHANGES}`;

/** What the sensor of a cluster has not answered yet, the oldest first: each may rest on the one before. */
export async function listDueChanges(pool: Pool, cluster: string): Promise<readonly BaselineChange[]> {
  const { rows } = await pool.query<{ readonly body: BaselineChange }>(DUE, [cluster]);
  return rows.map(({ body }) => body);
}
