import type { Migration } from '../migration.ts';

/** Formats in which notifiers of a schedule get the report of each run; none as before. */
export const deliveredReports: Migration = {
  id: '0017-delivered-reports',
  sql: "ALTER TABLE compliance_schedule ADD COLUMN reports text[] NOT NULL DEFAULT '{}'",
};
