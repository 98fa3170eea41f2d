import type { ScannerDatabase } from '@breakwater/protocol';

/** What is asked of the thread that has the advisory database open. */
export type MatchCommand =
  | { readonly type: 'describe'; readonly file: string }
  | {
      readonly type: 'match';
      readonly file: string;
      /** ImageOutput as JSON, or as gzip of it. */
      readonly output: string | Uint8Array;
      /** Hash of what was found before. */
      readonly known: string | undefined;
    };

export type MatchAnswer =
  | { readonly type: 'database'; readonly database: ScannerDatabase }
  /** ScanMatch as JSON. */
  | { readonly type: 'matched'; readonly match: string }
  /** There is no database, or none that can be read. */
  | { readonly type: 'unavailable'; readonly message: string }
  | { readonly type: 'failure'; readonly message: string };
