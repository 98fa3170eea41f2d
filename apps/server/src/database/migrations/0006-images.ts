import type { Migration } from '../migration.ts';

/** What scanners read of images and find in them, and the queue of their work. All but what people asked for can be made again. */
export const images: Migration = {
  id: '0006-images',
  sql: `
CREATE TABLE scanner (
  -- What its certificate says.
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  version text NOT NULL DEFAULT '',
  capabilities text[] NOT NULL DEFAULT '{}',
  -- Clusters whose pull secrets it can read.
  clusters text[] NOT NULL DEFAULT '{}',
  database jsonb,
  certificate_expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz
);

-- Advisory databases that scanners have told of; the newest says what has to be matched again.
CREATE TABLE advisory_database (
  digest text PRIMARY KEY,
  built timestamptz NOT NULL,
  records bigint NOT NULL,
  feeds jsonb NOT NULL,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE image (
  -- Of the platform manifest.
  digest text PRIMARY KEY,
  index_digest text,
  config_digest text,
  reference text NOT NULL,
  platform text NOT NULL,
  os_id text NOT NULL,
  os_version text NOT NULL,
  os_name text NOT NULL,
  created timestamptz,
  bytes bigint NOT NULL,
  "user" text NOT NULL,
  base_name text NOT NULL,
  base_digest text NOT NULL,
  base_method text NOT NULL,
  surface integer NOT NULL,
  secret_count integer NOT NULL,
  package_count integer NOT NULL,
  layer_count integer NOT NULL,
  complete boolean NOT NULL,
  -- ImageOutput as gzip of JSON: what is matched again, and shown of one image.
  output bytea NOT NULL,
  content jsonb NOT NULL,
  catalogers text NOT NULL,
  inspected_at timestamptz NOT NULL DEFAULT now(),
  -- Null until it was matched for the first time: nothing is known then, which is not the same as nothing found.
  matched_at timestamptz,
  database_digest text,
  database_built timestamptz,
  match_hash text,
  not_evaluated jsonb NOT NULL DEFAULT '[]',
  critical integer NOT NULL DEFAULT 0,
  high integer NOT NULL DEFAULT 0,
  medium integer NOT NULL DEFAULT 0,
  low integer NOT NULL DEFAULT 0,
  fixable integer NOT NULL DEFAULT 0,
  exploited integer NOT NULL DEFAULT 0,
  risk real NOT NULL DEFAULT 0
);
ALTER TABLE image ALTER COLUMN output SET STORAGE EXTERNAL;
CREATE INDEX image_index_digest ON image (index_digest);
CREATE INDEX image_config_digest ON image (config_digest);
CREATE INDEX image_database_built ON image (database_built);

-- What a reference stands for, by what pods report and what scanners resolve; the newest counts.
CREATE TABLE image_reference (
  reference text NOT NULL,
  digest text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (reference, digest)
);
CREATE INDEX image_reference_digest ON image_reference (digest);

CREATE TABLE image_vulnerability (
  digest text NOT NULL REFERENCES image ON DELETE CASCADE,
  id text NOT NULL,
  package text NOT NULL,
  version text NOT NULL,
  purl text NOT NULL,
  type text NOT NULL,
  severity smallint NOT NULL,
  fixed_in text[] NOT NULL,
  status text NOT NULL,
  kev boolean NOT NULL,
  epss real,
  risk real NOT NULL,
  layer integer,
  base boolean,
  -- Kept for as long as it is found, whichever database finds it.
  first_seen timestamptz NOT NULL DEFAULT now(),
  body jsonb NOT NULL,
  PRIMARY KEY (digest, id, package, version, purl)
) WITH (fillfactor = 80);
-- No column that changes from day to day is in an index: EPSS alone changes millions of rows at once.
CREATE INDEX image_vulnerability_id ON image_vulnerability (id, digest);

CREATE TABLE watched_image (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- A reference, or a repository with a pattern of tags.
  pattern text NOT NULL UNIQUE,
  hours integer NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  next_at timestamptz NOT NULL DEFAULT now()
);

-- The queue of scanners. Of each subject there is one open job at most, whoever asks for it.
CREATE TABLE scan_job (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  -- Digest with platform, where one is known; else the reference.
  subject text NOT NULL,
  reference text NOT NULL DEFAULT '',
  digest text NOT NULL DEFAULT '',
  platform text NOT NULL DEFAULT '',
  registry text NOT NULL DEFAULT '',
  clusters text[] NOT NULL DEFAULT '{}',
  priority smallint NOT NULL,
  requested_by text NOT NULL DEFAULT '',
  -- waiting, leased, done
  state text NOT NULL DEFAULT 'waiting',
  -- In a row without success. Counted when leased, so that an image that kills its scanners does not come back for ever.
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  -- Database that a match job needs at least.
  built timestamptz,
  scanner uuid,
  lease uuid,
  lease_ends_at timestamptz,
  phase text NOT NULL DEFAULT '',
  done bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL DEFAULT 0,
  error_code text NOT NULL DEFAULT '',
  error_message text NOT NULL DEFAULT '',
  -- Whether nothing but a change by somebody helps.
  permanent boolean NOT NULL DEFAULT false,
  failed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX scan_job_open ON scan_job (kind, subject) WHERE state <> 'done';
CREATE INDEX scan_job_due ON scan_job (priority DESC, next_at) WHERE state = 'waiting';
CREATE INDEX scan_job_leased ON scan_job (lease_ends_at) WHERE state = 'leased';
CREATE INDEX scan_job_reference ON scan_job (reference) WHERE kind = 'inspect';

-- Registries that asked to wait or did not answer.
CREATE TABLE registry_pause (
  registry text PRIMARY KEY,
  failures integer NOT NULL,
  next_at timestamptz NOT NULL
);

CREATE INDEX workload_image_digests ON workload_image USING gin (digests);
`,
};
