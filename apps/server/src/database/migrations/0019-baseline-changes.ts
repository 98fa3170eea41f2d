import type { Migration } from '../migration.ts';

/** What people want of baselines: handed to the sensor until it says what came of it. */
export const baselineChanges: Migration = {
  id: '0019-baseline-changes',
  sql: `
CREATE TABLE baseline_change (
  id text PRIMARY KEY,
  cluster text NOT NULL,
  -- Of the baseline.
  key text NOT NULL,
  requester text NOT NULL,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'pending',
  message text NOT NULL DEFAULT '',
  requested_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  -- As it is handed to the sensor.
  body jsonb NOT NULL
);
CREATE INDEX baseline_change_of ON baseline_change (cluster, key, requested_at);
CREATE INDEX baseline_change_due ON baseline_change (cluster, requested_at) WHERE state = 'pending';
`,
};
