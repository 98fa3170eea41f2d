import type { Migration } from '../migration.ts';

export const responses: Migration = {
  id: '0010-responses',
  sql: `
CREATE TABLE response (
  id text PRIMARY KEY,
  cluster text NOT NULL,
  -- As the responder tells it, once it has; before that as people decide it.
  state text NOT NULL,
  action text NOT NULL,
  kind text NOT NULL,
  namespace text NOT NULL,
  name text NOT NULL,
  requester text NOT NULL,
  -- Whether a policy decided it, and no person.
  automatic boolean NOT NULL,
  approver text,
  self_approved boolean NOT NULL DEFAULT false,
  dry_run boolean NOT NULL,
  reverted boolean NOT NULL DEFAULT false,
  requested_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Of the record in body; 0 as long as no responder has told of it.
  revision bigint NOT NULL DEFAULT 0,
  -- Who wants it taken back and why; empty while nobody does.
  undo jsonb,
  body jsonb NOT NULL
);
CREATE INDEX response_requested ON response (requested_at, id);
CREATE INDEX response_target ON response (cluster, namespace, name);
-- What is to be handed to a sensor.
CREATE INDEX response_due ON response (cluster) WHERE revision = 0 OR undo IS NOT NULL;
`,
};
