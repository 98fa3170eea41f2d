import { listEntries } from '@breakwater/behavior';
import type { ItemStore, Put } from '../item-store.ts';
import { NOTHING } from '../item-store.ts';
import { toJsonRows } from '../json-rows.ts';

const COLUMNS =
  'hash, namespace, workload, version, container, state, coverage, locked_by, locked_at, since, last_seen, last_new, events, entries, pods, body';

const PUT = `
INSERT INTO baseline (cluster, key, ${COLUMNS})
SELECT $1, key, ${COLUMNS}
FROM json_to_recordset($2::json) AS row (key text, hash text, namespace text, workload text, version text, container text, state text, coverage text,
  locked_by text, locked_at timestamptz, since timestamptz, last_seen timestamptz, last_new timestamptz, events bigint, entries integer, pods integer,
  body jsonb)
ON CONFLICT (cluster, key) DO UPDATE SET (${COLUMNS}) = (${COLUMNS.split(', ')
  .map(column => `excluded.${column}`)
  .join(', ')})`;

export const baselines: ItemStore<'baseline'> = {
  put: async (client, cluster, items) => {
    await client.query(PUT, [cluster, toJsonRows(items.map(toRow))]);
    return NOTHING;
  },
  remove: async (client, cluster, keys) => {
    await client.query('DELETE FROM baseline WHERE cluster = $1 AND key = ANY ($2)', [cluster, keys]);
    return NOTHING;
  },
};

function toRow({ key, hash, body }: Put<'baseline'>): object {
  const { namespace, workload, version, container } = body.subject;
  return {
    key,
    hash,
    namespace,
    workload,
    version,
    container,
    state: body.state,
    coverage: body.coverage,
    locked_by: body.lockedBy ?? '',
    locked_at: body.lockedAt ?? null,
    since: body.since,
    last_seen: body.lastSeen,
    last_new: body.lastNew,
    events: body.events,
    entries: listEntries(body).length,
    pods: body.pods.length,
    body,
  };
}
