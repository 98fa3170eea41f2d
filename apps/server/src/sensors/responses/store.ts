import type { ResponseRecord } from '@breakwater/model';
import { MAX_RESPONSE_WORK, type ResponseWork } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';

const DUE = `
SELECT id, undo, body -> 'request' AS request FROM response
WHERE cluster = $1 AND ((state = 'approved' AND revision = 0 AND (body #>> '{request,expiresAt}')::timestamptz > now()) OR undo IS NOT NULL)
ORDER BY requested_at, id LIMIT ${MAX_RESPONSE_WORK}`;

interface DueRow {
  readonly id: string;
  readonly undo: { readonly by: string; readonly reason: string } | null;
  readonly request: ResponseRecord['request'];
}

/** What the responder of a cluster has not told of yet. */
export async function listDueWork(pool: Pool, cluster: string): Promise<readonly ResponseWork[]> {
  const { rows } = await pool.query<DueRow>(DUE, [cluster]);
  return rows.map(({ id, undo, request }) =>
    undo === null ? { type: 'respond', request } : { type: 'undo', id, requestedBy: { type: 'user', name: undo.by }, reason: undo.reason },
  );
}
