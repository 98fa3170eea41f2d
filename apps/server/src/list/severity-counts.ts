import { SEVERITIES, type Severity } from '@breakwater/model';

/** Counts from info to critical, by name. */
export function toSeverityCounts(counts: readonly number[] | null | undefined): Record<Severity, number> {
  return Object.fromEntries(SEVERITIES.map((severity, index) => [severity, counts?.[index] ?? 0])) as Record<Severity, number>;
}

/** Name of a stored severity. */
export function toSeverity(rank: number): Severity {
  return SEVERITIES[rank] ?? 'info';
}
