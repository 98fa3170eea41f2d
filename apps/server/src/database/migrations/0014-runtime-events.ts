import type { Migration } from '../migration.ts';

/** What agents saw, a partition for each day; the days are made when something comes for them. */
export const runtimeEvents: Migration = {
  id: '0014-runtime-events',
  sql: `
CREATE TABLE runtime_event (
  cluster text NOT NULL,
  -- Of 'time' in UTC: an id that comes again finds its row.
  day date NOT NULL,
  id text NOT NULL,
  time timestamptz NOT NULL,
  type text NOT NULL,
  node text NOT NULL,
  namespace text NOT NULL,
  workload text NOT NULL,
  pod text NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (cluster, day, id)
) PARTITION BY RANGE (day);
CREATE INDEX runtime_event_workload ON runtime_event (cluster, namespace, workload, time);
`,
};
