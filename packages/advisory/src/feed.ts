import type { Advisory } from '@breakwater/vulnerability';

/**
 * One source of advisories, or of what is known beside them. A feed lives in feeds/<name>.ts and exports `feed`; feeds.contract.test.ts holds
 * every feed to what is promised here.
 */
export interface Feed {
  /** The file's name. */
  readonly name: string;
  readonly title: string;
  /** Where the publisher keeps it. */
  readonly url: string;
  readonly licence: string;
  /** How often it changes, in words. */
  readonly cadence: string;
  /** Whether its shape was checked against a real document; otherwise `db status` says so. */
  readonly verified: boolean;
  /** Whether a file, by its name, is one of this feed's. */
  readonly files: RegExp;
  /** What `db update` fetches: paths below the publisher's URL, and the names under which files are kept and mirrors have them. */
  readonly downloads?: readonly { readonly path: string; readonly file: string }[];
  /** Large, and of use to few: fetched only where it is named. */
  readonly onRequest?: true;
  /** How the file is cut into records: JSON by lines, one JSON document, or lines of text. */
  readonly layout: 'json-lines' | 'json' | 'lines';
  /** What one record, or a line, says; throws where it is none. */
  parse(record: unknown): Iterable<FeedItem>;
}

export type FeedItem =
  | { readonly type: 'advisory'; readonly advisory: Advisory }
  | { readonly type: 'exploited'; readonly cve: string; readonly added: string; readonly due?: string; readonly ransomware: boolean }
  | { readonly type: 'score'; readonly cve: string; readonly vectors: readonly string[] }
  | { readonly type: 'probability'; readonly cve: string; readonly probability: number; readonly percentile: number }
  | {
      readonly type: 'support';
      readonly product: string;
      readonly cycle: string;
      readonly ended: string | boolean;
      readonly extendedEnded: string | boolean;
    };
