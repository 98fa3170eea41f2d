import { type ItemStore, NOTHING } from '../item-store.ts';
import { toJsonRows } from '../json-rows.ts';

const PUT = `
INSERT INTO problem (cluster, key, hash, code, message, source, body)
SELECT $1, key, hash, body ->> 'code', body ->> 'message', body ->> 'source', body
FROM json_to_recordset($2::json) AS row (key text, hash text, body jsonb)
ON CONFLICT (cluster, key) DO UPDATE SET
  hash = excluded.hash, code = excluded.code, message = excluded.message, source = excluded.source, body = excluded.body, last_seen_at = now()`;

export const problems: ItemStore<'problem'> = {
  put: async (client, cluster, items) => {
    await client.query(PUT, [cluster, toJsonRows(items)]);
    return NOTHING;
  },
  remove: async (client, cluster, keys) => {
    await client.query('DELETE FROM problem WHERE cluster = $1 AND key = ANY ($2)', [cluster, keys]);
    return NOTHING;
  },
};
