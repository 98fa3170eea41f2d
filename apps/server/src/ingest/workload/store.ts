import type { ClientBase } from '../../database/connection.ts';
import type { ItemStore, Put } from '../item-store.ts';
import { NOTHING } from '../item-store.ts';
import { toJsonRows } from '../json-rows.ts';

const PUT = `
INSERT INTO workload (cluster, key, hash, kind, namespace, name, labels, owner, exposure, risk, top_reason, pods, created_at, summary)
SELECT $1, key, hash, kind, namespace, name, labels, owner, exposure, risk, top_reason, pods, created_at, summary
FROM json_to_recordset($2::json) AS row (key text, hash text, kind text, namespace text, name text, labels jsonb, owner text, exposure text,
  risk real, top_reason jsonb, pods integer, created_at timestamptz, summary jsonb)
ON CONFLICT (cluster, key) DO UPDATE SET
  hash = excluded.hash, kind = excluded.kind, namespace = excluded.namespace, name = excluded.name, labels = excluded.labels,
  owner = excluded.owner, exposure = excluded.exposure, risk = excluded.risk, top_reason = excluded.top_reason, pods = excluded.pods, created_at = excluded.created_at,
  summary = excluded.summary, seen_at = now()
WHERE workload.hash <> excluded.hash
RETURNING key`;

const PUT_IMAGES = `
INSERT INTO workload_image (cluster, key, container, reference, digests, namespace)
SELECT $1, key, container, reference, digests, namespace
FROM json_to_recordset($2::json) AS row (key text, container text, reference text, digests text[], namespace text)
ON CONFLICT (cluster, key, container) DO UPDATE SET reference = excluded.reference, digests = excluded.digests, namespace = excluded.namespace`;

const REMOVE_IMAGES = 'DELETE FROM workload_image WHERE cluster = $1 AND key = ANY ($2)';

export const workloads: ItemStore<'workload'> = {
  put: async (client, cluster, items) => {
    const { rows } = await client.query<{ key: string }>(PUT, [cluster, toJsonRows(items.map(toRow))]);
    const changed = new Set(rows.map(({ key }) => key));
    await putImages(
      client,
      cluster,
      items.filter(({ key }) => changed.has(key)),
    );
    return NOTHING;
  },
  remove: async (client, cluster, keys) => {
    await client.query('DELETE FROM workload WHERE cluster = $1 AND key = ANY ($2)', [cluster, keys]);
    await client.query(REMOVE_IMAGES, [cluster, keys]);
    return NOTHING;
  },
};

async function putImages(client: ClientBase, cluster: string, items: readonly Put<'workload'>[]): Promise<void> {
  const images = items.flatMap(({ key, body }) =>
    body.containers.map(({ name, image, digests }) => ({ key, container: name, reference: image, digests, namespace: body.namespace })),
  );
  await client.query(REMOVE_IMAGES, [cluster, items.map(({ key }) => key)]);
  await client.query(PUT_IMAGES, [cluster, toJsonRows(images)]);
}

function toRow({ key, hash, body }: Put<'workload'>): object {
  const { kind, namespace, name, labels, owner, exposure, risk, podCount, createdAt } = body;
  // Times of manifests are written by people.
  const created_at = Number.isNaN(Date.parse(createdAt)) ? null : createdAt;
  return {
    key,
    hash,
    kind,
    namespace,
    name,
    labels,
    owner,
    exposure,
    risk: risk.score,
    top_reason: risk.reasons[0] ?? null,
    pods: podCount,
    created_at,
    summary: body,
  };
}
