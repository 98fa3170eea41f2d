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
  readonly downloads?: readonly Download[];
  /** Large, and of use to few: fetched only where it is named. */
  readonly onRequest?: true;
  /**
   * How the file is cut into records: JSON by lines, one JSON document, lines of text, the updates or definitions of an XML document, or the YAML
   * files of a repository. Every JSON file of an archive is a record, too.
   */
  readonly layout: 'json-lines' | 'json' | 'lines' | 'updateinfo' | 'oval' | 'yaml';
  /** What one record, or a line, says; throws where it is none. Some files tell the release in their name only. */
  parse(record: unknown, file: string): Iterable<FeedItem>;
}

export interface Download {
  readonly path: string;
  readonly file: string;
  /** What the path leads to, where it is not the file: a list of mirrors of an RPM repository, or a text with the name of the file beside it. */
  readonly from?: 'mirror-list' | 'pointer';
  /** A list of what changed when, and where each record lies: few changes are fetched one by one, and kept in a file of their own. */
  readonly changes?: Changes;
}

export interface Changes {
  readonly path: string;
  readonly file: string;
  toPath(name: string): string;
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
