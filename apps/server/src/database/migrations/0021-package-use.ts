import type { Migration } from '../migration.ts';

/** Packages of images of which a program was seen running, anywhere. */
export const packageUse: Migration = {
  id: '0021-package-use',
  sql: `
CREATE TABLE package_use (
  digest text NOT NULL REFERENCES image (digest) ON DELETE CASCADE,
  purl text NOT NULL,
  path text NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (digest, purl)
);
`,
};
