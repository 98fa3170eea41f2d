import type { Migration } from '../migration.ts';

/** What people decide about vulnerabilities, and what is counted ahead of them so that lists are quick. All but decisions can be made again. */
export const vulnerabilities: Migration = {
  id: '0007-vulnerabilities',
  sql: `
-- 'fixable': until somebody has fixed it.
ALTER TABLE exception ADD COLUMN until text;
CREATE INDEX exception_target ON exception (target) WHERE state = 'approved';

-- Which image each container runs, as far as it was read. Where nobody runs an image, its reference stands with an empty cluster.
CREATE TABLE image_place (
  digest text NOT NULL REFERENCES image ON DELETE CASCADE,
  reference text NOT NULL,
  cluster text NOT NULL,
  namespace text NOT NULL,
  key text NOT NULL,
  container text NOT NULL,
  PRIMARY KEY (digest, reference, cluster, key, container)
);
CREATE INDEX image_place_workload ON image_place (cluster, key);
CREATE INDEX image_place_reference ON image_place (reference, digest);

-- One row for each vulnerability of images that have a place.
CREATE TABLE vulnerability (
  id text PRIMARY KEY,
  aliases text[] NOT NULL,
  severity smallint NOT NULL,
  score real,
  epss real,
  kev boolean NOT NULL,
  risk real NOT NULL,
  packages text[] NOT NULL,
  fixed_in text[] NOT NULL,
  fixable boolean NOT NULL,
  base boolean NOT NULL,
  images integer NOT NULL,
  workloads integer NOT NULL,
  clusters integer NOT NULL,
  namespaces integer NOT NULL,
  -- Packages of images, each once for every container that runs it.
  places integer NOT NULL,
  first_seen timestamptz NOT NULL
);
CREATE INDEX vulnerability_risk ON vulnerability (risk, id);
CREATE INDEX vulnerability_severity ON vulnerability (severity, id);
CREATE INDEX vulnerability_first_seen ON vulnerability (first_seen, id);
CREATE INDEX vulnerability_aliases ON vulnerability USING gin (aliases);
CREATE INDEX vulnerability_packages ON vulnerability USING gin (packages);

-- Where each of them runs.
CREATE TABLE vulnerability_place (
  id text NOT NULL,
  cluster text NOT NULL,
  namespace text NOT NULL,
  workloads integer NOT NULL,
  places integer NOT NULL,
  PRIMARY KEY (id, cluster, namespace)
);
CREATE INDEX vulnerability_place_any ON vulnerability_place (namespace, id);
CREATE INDEX vulnerability_place_namespace ON vulnerability_place (cluster, namespace, id);

-- What has to be counted again. Without a key, so that nobody who writes findings waits for another.
CREATE TABLE vulnerability_change (id text NOT NULL);
CREATE TABLE plan_change (digest text NOT NULL);
CREATE FUNCTION note_finding_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO vulnerability_change (id) SELECT DISTINCT id FROM changed;
  INSERT INTO plan_change (digest) SELECT DISTINCT digest FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER image_vulnerability_inserted AFTER INSERT ON image_vulnerability
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_finding_change();
CREATE TRIGGER image_vulnerability_updated AFTER UPDATE ON image_vulnerability
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_finding_change();
CREATE TRIGGER image_vulnerability_deleted AFTER DELETE ON image_vulnerability
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_finding_change();
INSERT INTO vulnerability_change (id) SELECT DISTINCT id FROM image_vulnerability;
INSERT INTO plan_change (digest) SELECT DISTINCT digest FROM image_vulnerability;

-- Which exception covers which finding in which place; the exception's end is looked at when it is read. Findings and places go without asking
-- here, so that those who write them wait for nobody: what is left over is taken away with the next look. All columns together are longer than an
-- index takes, so that whoever writes sees to it that no row comes twice.
CREATE TABLE finding_acceptance (
  exception uuid NOT NULL REFERENCES exception ON DELETE CASCADE,
  digest text NOT NULL,
  id text NOT NULL,
  package text NOT NULL,
  version text NOT NULL,
  purl text NOT NULL,
  reference text NOT NULL,
  cluster text NOT NULL,
  namespace text NOT NULL,
  key text NOT NULL,
  container text NOT NULL,
  -- What is to be counted once, in a form that is quick to count: the package in its image, and that in one container.
  finding bigint GENERATED ALWAYS AS (hashtextextended(
    digest || chr(10) || package || chr(10) || version || chr(10) || purl, 0)) STORED,
  place bigint GENERATED ALWAYS AS (hashtextextended(
    digest || chr(10) || package || chr(10) || version || chr(10) || purl || chr(10) || reference || chr(10) || cluster || chr(10) || key || chr(10) || container, 0)) STORED
);
CREATE INDEX finding_acceptance_exception ON finding_acceptance (exception);
CREATE INDEX finding_acceptance_finding ON finding_acceptance (id, digest, package);
CREATE INDEX finding_acceptance_namespace ON finding_acceptance (cluster, namespace);
CREATE INDEX finding_acceptance_digest ON finding_acceptance (digest, id);
CREATE INDEX finding_acceptance_place ON finding_acceptance (digest, reference, cluster, key, container);

-- What exceptions make of a vulnerability, counted ahead for those who see everything. After the first end of one of them nothing counts as covered.
CREATE TABLE vulnerability_verdict (
  id text PRIMARY KEY,
  places integer NOT NULL,
  findings integer NOT NULL,
  approvers text[] NOT NULL,
  kind text NOT NULL,
  ends_at timestamptz
);

-- Findings of an image, by one of its references, that exceptions cover wherever it runs.
CREATE TABLE image_verdict (
  digest text NOT NULL REFERENCES image ON DELETE CASCADE,
  reference text NOT NULL,
  accepted integer NOT NULL,
  critical integer NOT NULL,
  high integer NOT NULL,
  medium integer NOT NULL,
  low integer NOT NULL,
  fixable integer NOT NULL,
  exploited integer NOT NULL,
  -- Of the most pressing finding that is not covered; null when all are.
  risk real,
  ends_at timestamptz,
  PRIMARY KEY (digest, reference)
);

-- What a rebuild would mend in an image, without what exceptions cover.
CREATE TABLE image_plan (
  digest text NOT NULL REFERENCES image ON DELETE CASCADE,
  reference text NOT NULL,
  raise integer NOT NULL,
  closes integer NOT NULL,
  severity smallint NOT NULL,
  -- When the oldest finding with a fix was first seen, from low to critical.
  oldest_low timestamptz,
  oldest_medium timestamptz,
  oldest_high timestamptz,
  oldest_critical timestamptz,
  PRIMARY KEY (reference, digest)
);
CREATE INDEX image_plan_digest ON image_plan (digest);

CREATE TABLE rebuild (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reference text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  asked_by text NOT NULL,
  notifier text NOT NULL,
  delivered boolean NOT NULL,
  message text NOT NULL
);
CREATE INDEX rebuild_reference ON rebuild (reference, id);

CREATE TABLE base_approval (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- A name, or a beginning of names with an asterisk at its end.
  pattern text NOT NULL UNIQUE,
  reason text NOT NULL,
  approved_by text NOT NULL,
  approved_at timestamptz NOT NULL DEFAULT now(),
  expiry timestamptz,
  -- Whether sensors were told of its end.
  ended boolean NOT NULL DEFAULT false,
  rescan_days integer NOT NULL,
  next_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX image_base ON image (base_name, base_digest);
`,
};
