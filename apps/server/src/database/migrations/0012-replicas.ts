import type { Migration } from '../migration.ts';

/** The admission replicas of a cluster, as its sensor last told of any, and when; null for a sensor that tells of none. */
export const replicas: Migration = {
  id: '0012-replicas',
  sql: 'ALTER TABLE cluster ADD COLUMN replicas jsonb, ADD COLUMN replicas_at timestamptz',
};
