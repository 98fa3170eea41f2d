import type { Migration } from '../migration.ts';

/**
 * What events are about, in columns that lists are searched by; and what each workload did by day, counted, which stays when the events are gone: of one kind in
 * one container at most so many different things a day, the others under an empty name.
 */
export const runtimeActivity: Migration = {
  id: '0016-runtime-activity',
  sql: `
ALTER TABLE runtime_event ADD COLUMN container text NOT NULL DEFAULT '', ADD COLUMN program text NOT NULL DEFAULT '', ADD COLUMN subject text NOT NULL DEFAULT '';
CREATE INDEX runtime_event_time ON runtime_event (time, cluster, id);
CREATE TABLE runtime_activity (
  cluster text NOT NULL,
  day date NOT NULL,
  namespace text NOT NULL,
  workload text NOT NULL,
  container text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  count bigint NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (cluster, day, namespace, workload, container, type, subject)
) PARTITION BY RANGE (day);
ALTER TABLE cluster ADD COLUMN agents jsonb, ADD COLUMN agents_at timestamptz;
`,
};
