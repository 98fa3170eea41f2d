import type { Migration } from '../migration.ts';

/** What admission answered, a partition for each day; the days are made when something comes for them. */
export const admission: Migration = {
  id: '0008-admission',
  sql: `
CREATE TABLE admission_decision (
  cluster text NOT NULL,
  -- Of 'time' in UTC: an id that comes again finds its row.
  day date NOT NULL,
  id text NOT NULL,
  time timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  operation text NOT NULL,
  kind text NOT NULL,
  sub_resource text NOT NULL,
  namespace text NOT NULL,
  name text NOT NULL,
  username text NOT NULL,
  -- Kind and name of the controller, 'ReplicaSet web-5d'; empty without one.
  controller text NOT NULL,
  allowed boolean NOT NULL,
  mode text NOT NULL,
  broken_glass boolean NOT NULL,
  -- Those that said something, each once.
  policies text[] NOT NULL,
  count integer NOT NULL,
  -- Of the object as it was asked for; empty when it was not kept.
  object_hash text NOT NULL,
  -- The decision without its object.
  body jsonb NOT NULL,
  PRIMARY KEY (cluster, day, id)
) PARTITION BY RANGE (day);
CREATE INDEX admission_decision_last_seen ON admission_decision (last_seen, cluster, id);
CREATE INDEX admission_decision_namespace ON admission_decision (cluster, namespace, last_seen);
CREATE INDEX admission_decision_policies ON admission_decision USING gin (policies);

-- Objects that were asked for, each once however often it was.
CREATE TABLE admission_object (
  cluster text NOT NULL,
  hash text NOT NULL,
  -- Last day that a decision was about it.
  day date NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (cluster, hash)
);
CREATE INDEX admission_object_day ON admission_object (day);
`,
};
