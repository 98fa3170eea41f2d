import type { Migration } from '../migration.ts';

/** How policies are enforced in clusters, as their sensors say it. */
export const native: Migration = {
  id: '0011-native',
  sql: 'ALTER TABLE policy_state ADD COLUMN enforcement jsonb',
};
