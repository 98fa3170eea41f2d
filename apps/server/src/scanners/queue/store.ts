import { CHANNEL, type Change } from '../../changes/change.ts';
import type { ClientBase, Pool } from '../../database/connection.ts';
import { toJsonRows } from '../../ingest/json-rows.ts';
import { toRegistry } from '../to-registry.ts';

/** What has to be pulled. */
export interface Pull {
  readonly kind: 'inspect' | 'list-tags';
  readonly reference: string;
  /** Of the image or index, where it is known. */
  readonly digest?: string;
  readonly platform?: string;
  readonly clusters?: readonly string[];
  readonly priority: number;
  /** Who asked for it now: then it is tried at once, whatever became of it before. */
  readonly requestedBy?: string;
}

const QUEUE = `
WITH queued AS (
  INSERT INTO scan_job AS j (kind, subject, reference, digest, platform, registry, clusters, priority, requested_by)
  SELECT kind, subject, reference, digest, platform, registry, clusters, priority, requested_by
  FROM json_to_recordset($1::json) AS row (kind text, subject text, reference text, digest text, platform text, registry text, clusters text[],
    priority smallint, requested_by text)
  ON CONFLICT (kind, subject) WHERE state <> 'done' DO UPDATE SET
    priority = greatest(j.priority, excluded.priority),
    clusters = CASE WHEN excluded.clusters = '{}' THEN j.clusters ELSE excluded.clusters END,
    requested_by = CASE WHEN excluded.requested_by = '' THEN j.requested_by ELSE excluded.requested_by END,
    attempts = CASE WHEN excluded.requested_by = '' OR j.state = 'leased' THEN j.attempts ELSE 0 END,
    next_at = CASE WHEN excluded.requested_by = '' THEN j.next_at ELSE now() END
  WHERE j.priority < excluded.priority OR (j.clusters <> excluded.clusters AND excluded.clusters <> '{}') OR excluded.requested_by <> ''
  RETURNING id
)
SELECT coalesce(array_agg(id), '{}') AS ids, CASE WHEN count(*) > 0 THEN pg_notify($2, $3) END FROM queued`;

/** Queues what is not queued yet; what is gets the higher priority. @returns ids of jobs that are new or changed */
export async function queuePulls(client: Pool | ClientBase, pulls: readonly Pull[]): Promise<readonly string[]> {
  if (pulls.length === 0) return [];
  const change: Change = { topics: ['scans'] };
  const rows = [...new Map(pulls.map(toRow).map(row => [`${row.kind} ${row.subject}`, row])).values()];
  const found = await client.query<{ ids: string[] }>(QUEUE, [toJsonRows(rows), CHANNEL, JSON.stringify(change)]);
  return found.rows[0]?.ids ?? [];
}

function toRow({ kind, reference, digest = '', platform = '', clusters = [], priority, requestedBy = '' }: Pull) {
  return {
    kind,
    subject: toSubject({ reference, digest, platform }),
    reference,
    digest,
    platform,
    registry: toRegistry(reference),
    clusters,
    priority,
    requested_by: requestedBy,
  };
}

/** What one open job there is of. */
function toSubject({
  reference,
  digest,
  platform,
}: {
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
}): string {
  return `${digest === '' ? reference : digest} ${platform}`.trim();
}
