import type { Affected, Rating } from '@breakwater/vulnerability';

/** An entry as it is kept: record, release, then what is not empty. */
export type AffectedRow = readonly [
  record: number,
  release: string,
  ranges: Affected['ranges'],
  versions?: readonly string[],
  ratings?: readonly Rating[],
  status?: string,
];

/** What is known of a record, beside its id and feed. */
export interface RecordRow {
  readonly aliases?: readonly string[];
  readonly upstream?: readonly string[];
  readonly related?: readonly string[];
  readonly modified?: string;
  readonly published?: string;
  readonly summary?: string;
  readonly ratings?: readonly Rating[];
  readonly references?: readonly string[];
}

export interface CveRow {
  /** Vectors with the feed that has each. */
  readonly vectors?: readonly (readonly [vector: string, feed: string])[];
  readonly epss?: readonly [probability: number, percentile: number];
  readonly kev?: { readonly added: string; readonly due?: string; readonly ransomware: boolean };
}

export interface FeedRow {
  readonly title: string;
  readonly url: string;
  readonly licence: string;
  readonly verified: boolean;
  /** Advisories, or entries of what is known beside them. */
  readonly records: number;
  readonly withdrawn: number;
  readonly invalid: number;
  /** When the newest record was changed; empty where records do not say. */
  readonly newest: string;
  /** SHA-256 of the files that it was read from. */
  readonly digest: string;
}

export function toAffectedRow({ ranges, versions, ratings, status }: Affected, record: number, release: string): AffectedRow {
  if (status !== undefined) return [record, release, ranges, versions, ratings, status];
  if (ratings.length > 0) return [record, release, ranges, versions, ratings];
  return versions.length > 0 ? [record, release, ranges, versions] : [record, release, ranges];
}
