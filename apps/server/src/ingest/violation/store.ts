import { SEVERITIES } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import { type ItemStore, NOTHING, type Put } from '../item-store.ts';
import { toJsonRows } from '../json-rows.ts';

/**
 * Opens, updates and opens again, with history, in one statement: every part of it sees the rows as they were before. What opened goes into
 * the outbox of the notifiers in the same transaction.
 */
const PUT = `
WITH input AS (
  SELECT * FROM json_to_recordset($2::json) AS row (key text, hash text, policy text, severity smallint, state text, api_version text, kind text,
    namespace text, name text, object_key text, container text, message text, exception text, body jsonb)
), before AS (
  SELECT v.* FROM input CROSS JOIN LATERAL (
    SELECT key, state, severity, resolved_at FROM violation WHERE cluster = $1 AND key = input.key LIMIT 1) AS v
), stored AS (
  INSERT INTO violation AS v (cluster, key, hash, policy, severity, state, api_version, kind, namespace, name, object_key, container, message,
    exception, body)
  SELECT $1, key, hash, policy, severity, state, api_version, kind, namespace, name, object_key, container, message,
    exception, body FROM input
  ON CONFLICT (cluster, key) DO UPDATE SET
    hash = excluded.hash, policy = excluded.policy, severity = excluded.severity, state = excluded.state, api_version = excluded.api_version,
    kind = excluded.kind, namespace = excluded.namespace, name = excluded.name, object_key = excluded.object_key,
    container = excluded.container, message = excluded.message,
    exception = excluded.exception, body = excluded.body, updated_at = now(), resolved_at = NULL,
    opening = v.opening + (CASE WHEN v.resolved_at IS NULL THEN 0 ELSE 1 END),
    opened_at = CASE WHEN v.resolved_at IS NULL THEN v.opened_at ELSE now() END
  WHERE v.hash <> excluded.hash OR v.resolved_at IS NOT NULL
  RETURNING v.id, v.key, v.state, v.severity, v.message, v.opening, v.object_key
), told AS (
  SELECT stored.*, CASE
    WHEN before.key IS NULL THEN 'opened' WHEN before.resolved_at IS NOT NULL THEN 'reopened'
    WHEN before.state <> 'accepted' AND stored.state = 'accepted' THEN 'accepted'
    WHEN before.state = 'accepted' AND stored.state <> 'accepted' THEN 'reopened'
    ELSE 'updated' END AS event
  FROM stored LEFT JOIN before USING (key)
), history AS (
  INSERT INTO violation_history (cluster, violation, event, state, severity, message) SELECT $1, id, event, state, severity, message FROM told
), outbox AS (
  INSERT INTO opening (violation, opening)
  SELECT id, opening FROM told
  WHERE state = 'fail' AND event IN ('opened', 'reopened') AND EXISTS (SELECT FROM notifier WHERE enabled)
  ON CONFLICT DO NOTHING
)
SELECT DISTINCT object_key FROM told`;

const RESOLVE = `
WITH resolved AS (
  UPDATE violation SET resolved_at = now(), updated_at = now()
  WHERE cluster = $1 AND key = ANY ($2) AND resolved_at IS NULL
  RETURNING id, state, severity, message, object_key
), history AS (
  INSERT INTO violation_history (cluster, violation, event, state, severity, message) SELECT $1, id, 'resolved', state, severity, message FROM resolved
)
SELECT DISTINCT object_key FROM resolved`;

interface ObjectKey {
  readonly object_key: string;
}

export const violations: ItemStore<'violation'> = {
  put: async (client, cluster, items) => {
    const { rows } = await client.query<ObjectKey>(PUT, [cluster, toJsonRows(items.flatMap(toRow))]);
    return { objects: rows.map(row => row.object_key) };
  },
  remove: async (client, cluster, keys) => {
    const { rows } = await client.query<ObjectKey>(RESOLVE, [cluster, keys]);
    return rows.length === 0 ? NOTHING : { objects: rows.map(row => row.object_key) };
  },
};

function toRow({ key, hash, body }: Put<'violation'>): object[] {
  const [worst] = body.results;
  if (worst === undefined) return [];
  const { policy, severity, target, container = '', message } = worst;
  const exception = worst.exception?.id ?? null;
  const { apiVersion, kind, namespace, name } = target;
  const object_key = toObjectKey(target);
  const rank = SEVERITIES.indexOf(severity);
  return [
    {
      key,
      hash,
      policy,
      severity: rank,
      state: body.state,
      api_version: apiVersion,
      kind,
      namespace,
      name,
      object_key,
      container,
      message,
      exception,
      body,
    },
  ];
}
