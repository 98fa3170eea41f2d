import type { Migration } from '../migration.ts';

/** People, tokens, sessions, and what the installation keeps about itself. */
export const foundation: Migration = {
  id: '0001-foundation',
  sql: `
CREATE TABLE setting (
  name text PRIMARY KEY,
  value jsonb NOT NULL
);

CREATE TABLE account (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  role text NOT NULL,
  scope jsonb NOT NULL,
  password_hash text NOT NULL,
  must_change_password boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_login_at timestamptz
);

CREATE TABLE session (
  hash bytea PRIMARY KEY,
  account uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now(),
  address text NOT NULL
);
CREATE INDEX session_account ON session (account);

-- Failed logins by name and by address; a row is forgotten after success or when it is old.
CREATE TABLE login_failure (
  subject text PRIMARY KEY,
  failures integer NOT NULL,
  last_at timestamptz NOT NULL
);

CREATE TABLE api_token (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  role text NOT NULL,
  scope jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  object text NOT NULL,
  status integer NOT NULL,
  address text NOT NULL,
  detail jsonb NOT NULL
);
CREATE INDEX audit_time ON audit (at, id);
`,
};
