import { type ItemStore, NOTHING } from '../item-store.ts';
import { toJsonRows } from '../json-rows.ts';

const PUT = `
INSERT INTO policy_state (cluster, key, hash, policy, states, enforcement)
SELECT $1, key, hash, policy, states, enforcement FROM json_to_recordset($2::json) AS row (key text, hash text, policy text, states jsonb, enforcement jsonb)
ON CONFLICT (cluster, key) DO UPDATE SET hash = excluded.hash, policy = excluded.policy, states = excluded.states, enforcement = excluded.enforcement
WHERE policy_state.hash <> excluded.hash`;

export const policyStates: ItemStore<'policy-state'> = {
  put: async (client, cluster, items) => {
    await client.query(PUT, [cluster, toJsonRows(items.map(({ key, hash, body }) => ({ ...body, key, hash })))]);
    return NOTHING;
  },
  remove: async (client, cluster, keys) => {
    await client.query('DELETE FROM policy_state WHERE cluster = $1 AND key = ANY ($2)', [cluster, keys]);
    return NOTHING;
  },
};
