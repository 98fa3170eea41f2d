import type { Migration } from '../migration.ts';

/** What containers do, as sensors learned it: one row for each version of a container. */
export const baselines: Migration = {
  id: '0018-baselines',
  sql: `
CREATE TABLE baseline (
  cluster text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,
  namespace text NOT NULL,
  workload text NOT NULL,
  version text NOT NULL,
  container text NOT NULL,
  state text NOT NULL,
  coverage text NOT NULL,
  -- Empty while it learns.
  locked_by text NOT NULL,
  locked_at timestamptz,
  since timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  last_new timestamptz NOT NULL,
  events bigint NOT NULL,
  entries integer NOT NULL,
  pods integer NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (cluster, key)
);
CREATE INDEX baseline_container ON baseline (cluster, namespace, workload, container, version);
`,
};
