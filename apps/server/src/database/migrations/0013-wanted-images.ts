import type { Migration } from '../migration.ts';

/** Images that requests to a cluster wait for, although nothing runs them yet. */
export const wantedImages: Migration = {
  id: '0013-wanted-images',
  sql: `CREATE TABLE wanted_image (
    cluster text NOT NULL REFERENCES cluster ON DELETE CASCADE,
    reference text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cluster, reference)
  )`,
};
