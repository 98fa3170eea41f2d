import type { Migration } from '../migration.ts';

/** What people decide: settings of policies, exceptions, and who is told. */
export const decisions: Migration = {
  id: '0003-decisions',
  sql: `
-- One row; grows whenever what sensors decide by has changed.
CREATE TABLE policy_revision (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  revision bigint NOT NULL
);
INSERT INTO policy_revision (revision) VALUES (1);

CREATE TABLE policy_setting (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  policy text NOT NULL,
  scope jsonb NOT NULL,
  enabled boolean,
  params jsonb,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX policy_setting_policy ON policy_setting (policy);

CREATE TABLE exception (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  target text NOT NULL,
  scope jsonb NOT NULL,
  reason text NOT NULL,
  state text NOT NULL,
  requester text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  approver text,
  decided_at timestamptz,
  comment text NOT NULL DEFAULT '',
  self_approved boolean NOT NULL DEFAULT false,
  expiry timestamptz,
  vex_status text
);
CREATE INDEX exception_state ON exception (state, requested_at DESC, id);

CREATE TABLE notifier (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  type text NOT NULL,
  enabled boolean NOT NULL,
  severity smallint NOT NULL,
  owners text[] NOT NULL,
  clusters text[] NOT NULL,
  config jsonb NOT NULL,
  -- Sealed with the installation's key.
  secret text,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Violations that opened and were not yet looked at for notifiers; written together with the opening.
CREATE TABLE opening (
  violation uuid NOT NULL REFERENCES violation ON DELETE CASCADE,
  opening integer NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (violation, opening)
);

-- The queue of messages; one row per notifier and opening, so that none is told twice.
CREATE TABLE delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  notifier uuid NOT NULL REFERENCES notifier ON DELETE CASCADE,
  violation uuid NOT NULL REFERENCES violation ON DELETE CASCADE,
  opening integer NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  error text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  UNIQUE (notifier, violation, opening)
);
CREATE INDEX delivery_waiting ON delivery (next_at) WHERE state = 'waiting';
`,
};
