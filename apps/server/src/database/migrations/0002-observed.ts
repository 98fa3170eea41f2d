import type { Migration } from '../migration.ts';

/** What sensors report. The cluster leads every key, so that these tables can be partitioned or distributed by it. */
export const observed: Migration = {
  id: '0002-observed',
  sql: `
CREATE TABLE cluster (
  id text PRIMARY KEY,
  name text NOT NULL,
  type text NOT NULL,
  version text NOT NULL DEFAULT '',
  distribution text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz,
  -- Of the connection that may write; a newer one takes over, and what an older one still sends is refused.
  connection uuid,
  sensor_version text NOT NULL DEFAULT '',
  sensor_protocol integer NOT NULL DEFAULT 0,
  capabilities text[] NOT NULL DEFAULT '{}',
  connected_at timestamptz,
  contact_at timestamptz,
  synced_at timestamptz,
  certificate_expires_at timestamptz,
  revision bigint NOT NULL DEFAULT 0,
  status jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE join_token (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  cluster text
);

CREATE TABLE object (
  cluster text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,
  api_version text NOT NULL,
  kind text NOT NULL,
  namespace text NOT NULL,
  name text NOT NULL,
  uid text NOT NULL,
  raw jsonb NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster, key)
);
CREATE INDEX object_kind ON object (kind, cluster, namespace, name);
CREATE INDEX object_pod_node ON object (cluster, (raw #>> '{spec,nodeName}')) WHERE kind = 'Pod';

CREATE TABLE workload (
  cluster text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,
  kind text NOT NULL,
  namespace text NOT NULL,
  name text NOT NULL,
  labels jsonb NOT NULL,
  owner text NOT NULL,
  exposure text NOT NULL,
  risk real NOT NULL,
  top_reason jsonb,
  pods integer NOT NULL,
  created_at timestamptz,
  summary jsonb NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster, key)
);
CREATE INDEX workload_risk ON workload (risk, cluster, key);
CREATE INDEX workload_namespace ON workload (cluster, namespace, kind, name);
CREATE INDEX workload_name ON workload (name, cluster, key);
CREATE INDEX workload_labels ON workload USING gin (labels jsonb_path_ops);

-- Open violations of an object by severity, from info to critical, and the worst of them; kept by ingest. A table of its own since it changes
-- far more often than the wide rows of workloads.
CREATE TABLE violation_count (
  cluster text NOT NULL,
  key text NOT NULL,
  violations integer[] NOT NULL,
  total integer NOT NULL,
  severity smallint NOT NULL,
  PRIMARY KEY (cluster, key)
) WITH (fillfactor = 50);

-- Images as workloads name them, and the digests that their pods report.
CREATE TABLE workload_image (
  cluster text NOT NULL,
  key text NOT NULL,
  container text NOT NULL,
  reference text NOT NULL,
  digests text[] NOT NULL,
  namespace text NOT NULL,
  PRIMARY KEY (cluster, key, container)
);
CREATE INDEX workload_image_reference ON workload_image (reference, cluster, key);

CREATE TABLE violation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  cluster text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,
  policy text NOT NULL,
  severity smallint NOT NULL,
  state text NOT NULL,
  api_version text NOT NULL,
  kind text NOT NULL,
  namespace text NOT NULL,
  name text NOT NULL,
  object_key text NOT NULL,
  container text NOT NULL,
  message text NOT NULL,
  -- Id of the exception that accepts it.
  exception text,
  body jsonb NOT NULL,
  opening integer NOT NULL DEFAULT 1,
  first_opened_at timestamptz NOT NULL DEFAULT now(),
  opened_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  UNIQUE (cluster, key)
);
CREATE INDEX violation_object ON violation (cluster, object_key) WHERE resolved_at IS NULL;
CREATE INDEX violation_policy ON violation (policy, cluster) WHERE resolved_at IS NULL;
CREATE INDEX violation_severity ON violation (severity, id) WHERE resolved_at IS NULL;
CREATE INDEX violation_exception ON violation (exception) WHERE exception IS NOT NULL AND resolved_at IS NULL;
CREATE INDEX violation_opened ON violation (opened_at, id);
CREATE INDEX violation_resolved ON violation (resolved_at) WHERE resolved_at IS NOT NULL;

-- Deleted together with its violation, by hand: a foreign key would look up each violation again for each line.
CREATE TABLE violation_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cluster text NOT NULL,
  violation uuid NOT NULL,
  time timestamptz NOT NULL DEFAULT now(),
  event text NOT NULL,
  state text NOT NULL,
  severity smallint NOT NULL,
  message text NOT NULL
);
CREATE INDEX violation_history_violation ON violation_history (violation, id);
CREATE INDEX violation_history_time ON violation_history (time);

CREATE TABLE policy_state (
  cluster text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,
  policy text NOT NULL,
  states jsonb NOT NULL,
  PRIMARY KEY (cluster, key)
);

CREATE TABLE problem (
  cluster text NOT NULL,
  key text NOT NULL,
  hash text NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  source text NOT NULL,
  body jsonb NOT NULL,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster, key)
);
`,
};
