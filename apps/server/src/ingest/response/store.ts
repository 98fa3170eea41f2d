import type { ResponseRecord } from '@breakwater/model';
import type { EventStore } from '../event-store.ts';
import { toJsonRows } from '../json-rows.ts';

/** What the responder says of a response counts from then on; deliveries may overtake each other. Another cluster's response is not its to tell of. */
const PUT = `
INSERT INTO response AS r (id, cluster, state, action, kind, namespace, name, requester, automatic, approver, dry_run, reverted, requested_at, revision, body)
SELECT id, $1, state, action, kind, namespace, name, requester, automatic, approver, dry_run, reverted, requested_at, revision, body
FROM json_to_recordset($2::json) AS row (id text, state text, action text, kind text, namespace text, name text, requester text, automatic boolean,
  approver text, dry_run boolean, reverted boolean, requested_at timestamptz, revision bigint, body jsonb)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, dry_run = excluded.dry_run, reverted = excluded.reverted, revision = excluded.revision,
  body = excluded.body, updated_at = now(),
  -- What was asked for is on its way once the responder says so, and out of the question once there is nothing to take back.
  undo = CASE WHEN excluded.body -> 'undo' IS NOT NULL OR excluded.state NOT IN ('running', 'done') OR NOT (excluded.body ->> 'isUndoable')::boolean
    THEN NULL ELSE r.undo END
WHERE r.cluster = excluded.cluster AND excluded.revision >= r.revision`;

export const responses: EventStore<'response'> = {
  topics: ['response'],
  put: async (client, cluster, events) => {
    const newest = events.map(({ body }) => body).toSorted((a, b) => a.revision - b.revision);
    const rows = [...new Map(newest.map(body => [body.request.id, toRow(body)])).values()];
    await client.query(PUT, [cluster, toJsonRows(rows)]);
  },
};

function toRow(body: ResponseRecord) {
  const { request, state, revision, reverted } = body;
  const { id, action, target, requestedBy, approvedBy = null, dryRun, requestedAt } = request;
  return {
    id,
    state,
    action,
    kind: target.kind,
    namespace: target.namespace,
    name: target.name,
    requester: requestedBy.name,
    automatic: requestedBy.type === 'policy',
    approver: approvedBy,
    dry_run: dryRun,
    reverted: reverted !== undefined,
    requested_at: requestedAt,
    revision,
    body,
  };
}
