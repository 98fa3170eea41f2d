import type { Migration } from '../migration.ts';

/** What images can execute; null for those that an earlier version read. */
export const imagePrograms: Migration = {
  id: '0020-image-programs',
  sql: 'ALTER TABLE image ADD COLUMN programs jsonb',
};
