import type { Migration } from '../migration.ts';

/** What is done about violations of a policy, by stage, for a part of the world. */
export const enforcement: Migration = {
  id: '0009-enforcement',
  sql: 'ALTER TABLE policy_setting ADD COLUMN enforcement jsonb',
};
