import type { Migration } from '../migration.ts';

export const compliance: Migration = {
  id: '0015-compliance',
  sql: `
CREATE TABLE compliance_run (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  cluster text NOT NULL,
  -- Place in the chain of the cluster, once it is done.
  sequence integer,
  state text NOT NULL DEFAULT 'waiting',
  error text NOT NULL DEFAULT '',
  requester text NOT NULL,
  schedule uuid,
  frameworks text[] NOT NULL,
  scope jsonb NOT NULL,
  language text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  -- A server that died holds a run no longer than this.
  leased_until timestamptz,
  finished_at timestamptz,
  hash text,
  scores jsonb NOT NULL DEFAULT '[]',
  problems jsonb NOT NULL DEFAULT '[]',
  -- As it was hashed and signed, to the letter.
  record text,
  UNIQUE (cluster, sequence)
);
CREATE INDEX compliance_run_due ON compliance_run (requested_at) WHERE state IN ('waiting', 'running');
CREATE INDEX compliance_run_requested ON compliance_run (requested_at);
CREATE TABLE compliance_control (
  run uuid NOT NULL REFERENCES compliance_run ON DELETE CASCADE,
  position integer NOT NULL,
  framework text NOT NULL,
  control text NOT NULL,
  -- What lists show of it.
  summary jsonb NOT NULL,
  items text NOT NULL,
  PRIMARY KEY (run, position)
);
CREATE INDEX compliance_control_name ON compliance_control (run, framework, control);
-- Ends of what was deleted when its time had come: they begin the chain that is left.
CREATE TABLE compliance_anchor (
  cluster text PRIMARY KEY,
  head jsonb NOT NULL
);
CREATE TABLE compliance_schedule (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  pattern text NOT NULL,
  time_zone text NOT NULL,
  clusters text[] NOT NULL,
  frameworks text[] NOT NULL,
  scope jsonb NOT NULL,
  language text NOT NULL,
  notifiers uuid[] NOT NULL,
  enabled boolean NOT NULL,
  next_at timestamptz,
  created_by text NOT NULL
);
CREATE TABLE attestation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  framework text NOT NULL,
  control text NOT NULL,
  person text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  valid_until timestamptz NOT NULL,
  body jsonb NOT NULL
);
CREATE TABLE node_facts (
  cluster text NOT NULL,
  node text NOT NULL,
  distribution text NOT NULL,
  collected_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  body text NOT NULL,
  PRIMARY KEY (cluster, node)
);
-- What notifiers are told of a run.
CREATE TABLE compliance_delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  notifier uuid NOT NULL REFERENCES notifier ON DELETE CASCADE,
  run uuid NOT NULL REFERENCES compliance_run ON DELETE CASCADE,
  attempts integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'waiting',
  error text NOT NULL DEFAULT '',
  next_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (notifier, run)
);
`,
};
