import { type ItemStore, NOTHING } from '../item-store.ts';
import { toJsonRows } from '../json-rows.ts';

const PUT = `
INSERT INTO object (cluster, key, hash, api_version, kind, namespace, name, uid, raw)
SELECT $1, key, hash, "apiVersion", kind, namespace, name, uid, raw
FROM json_to_recordset($2::json) AS row (key text, hash text, "apiVersion" text, kind text, namespace text, name text, uid text, raw jsonb)
ON CONFLICT (cluster, key) DO UPDATE SET
  hash = excluded.hash, api_version = excluded.api_version, kind = excluded.kind, namespace = excluded.namespace, name = excluded.name,
  uid = excluded.uid, raw = excluded.raw, seen_at = now()
WHERE object.hash <> excluded.hash`;

export const objects: ItemStore<'object'> = {
  put: async (client, cluster, items) => {
    await client.query(PUT, [cluster, toJsonRows(items.map(({ key, hash, body }) => ({ ...body, key, hash })))]);
    return NOTHING;
  },
  remove: async (client, cluster, keys) => {
    await client.query('DELETE FROM object WHERE cluster = $1 AND key = ANY ($2)', [cluster, keys]);
    return NOTHING;
  },
};
