/** PostgreSQL channel of hints between servers. */
export const CHANNEL = 'breakwater_changes';

/** A hint that something is different now; it carries no data, so that it needs no permission beyond the cluster. */
export interface Change {
  /** Absent for what concerns no cluster. */
  readonly cluster?: string;
  readonly topics: readonly string[];
}
