import type { EXCEPTION_KINDS } from '@breakwater/api';
import { sql } from 'kysely';

/** An exception that holds at this moment, over rows called e. */
export const IS_LIVE = sql<boolean>`(e.state = 'approved' AND (e.expiry IS NULL OR e.expiry > now()))`;

/** Ids of vulnerabilities begin with a capital letter, as CVE-2026-1 and GHSA-xxxx; those of policies and controls do not. */
export const IS_OF_VULNERABILITY = sql<boolean>`(e.target ~ '^[A-Z]{2}[A-Z0-9]*-')`;

/** What an exception says of a vulnerability, over rows called e. */
export const KIND = sql<(typeof EXCEPTION_KINDS)[number]>`CASE WHEN e.vex_status IN ('not_affected', 'fixed') THEN 'false-positive'
  WHEN e.until IS NOT NULL OR e.vex_status = 'under_investigation' OR (e.vex_status IS NULL AND e.expiry IS NOT NULL) THEN 'deferred'
  ELSE 'accepted' END`;
