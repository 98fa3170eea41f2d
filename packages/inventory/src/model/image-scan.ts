import type { ImageScanSummary, ScannedVulnerability, Severity } from '@breakwater/model';

/** What policies ask of the scan of an image, on the day on which they ask. */
export interface ImageScan {
  /** Why there is no scan; empty when there is one. */
  readonly problem: string;
  /** Whole days since its packages were compared with the advisories, and since those were gathered; undefined when nothing says it. */
  readonly ageDays: number | undefined;
  readonly databaseAgeDays: number | undefined;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly fixable: Readonly<Record<Severity, number>>;
  /** The most pressing first, 200 at most. */
  readonly vulnerabilities: readonly (ScannedVulnerability & { readonly daysKnown: number | undefined })[];
}

const DAY_MS = 86_400_000;

/** @param now milliseconds since 1970 */
export function toImageScan(summary: ImageScanSummary, now: number): ImageScan {
  const toDays = (time: string | undefined): number | undefined =>
    time === undefined ? undefined : Math.max(0, Math.floor((now - Date.parse(time)) / DAY_MS));
  return {
    problem: summary.problem ?? '',
    ageDays: toDays(summary.scannedAt),
    databaseAgeDays: toDays(summary.databaseBuilt),
    counts: summary.counts as ImageScan['counts'],
    fixable: summary.fixable as ImageScan['fixable'],
    vulnerabilities: summary.vulnerabilities.map(vulnerability => ({ ...vulnerability, daysKnown: toDays(vulnerability.firstSeen) })),
  };
}

const NONE = { info: 0, low: 0, medium: 0, high: 0, critical: 0 } as const;

/** Of an image that nobody could scan. */
export function toMissingScan(problem: string): ImageScan {
  return { problem, ageDays: undefined, databaseAgeDays: undefined, counts: NONE, fixable: NONE, vulnerabilities: [] };
}
