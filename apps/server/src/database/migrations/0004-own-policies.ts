import type { Migration } from '../migration.ts';

/** Policies that people write, and which preset holds in a cluster. */
export const ownPolicies: Migration = {
  id: '0004-own-policies',
  sql: `
CREATE TABLE policy (
  id text PRIMARY KEY,
  -- As it was written, with comments and layout.
  source text NOT NULL,
  -- What the text says, with its examples; json and not jsonb, since the order of keys is the author's.
  definition json NOT NULL,
  -- The revision of the whole set at its last change: grows also when a policy was deleted in between.
  revision bigint NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Clusters whose preset is not the general one.
CREATE TABLE cluster_preset (
  cluster text PRIMARY KEY,
  preset text NOT NULL
);
`,
};
