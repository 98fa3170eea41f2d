import { AppError } from '@breakwater/model';

export type AdvisoryErrorCode =
  /** There is no advisory database at that place. */
  | 'database-missing'
  /** The file is no advisory database, or a broken one. */
  | 'database-invalid'
  /** The database was written by another version of Breakwater. */
  | 'database-version'
  /** The database cannot be written there. */
  | 'database-unwritable'
  /** The folder of advisories cannot be read, or has none. */
  | 'source-invalid'
  /** A problem: a feed that no mirror and no publisher could be asked for; what was fetched before counts. */
  | 'feed-unreachable'
  /** The export is broken, or its signature is not that of the key. */
  | 'export-invalid'
  /** A problem: a file of advisories that cannot be read to its end; what was read before counts. */
  | 'feed-broken'
  /** A problem: a record that is no advisory, or one that is out of all proportion; it is passed over. */
  | 'record-invalid'
  /** A problem: a file that no feed knows. */
  | 'file-unknown';

/** Something that could not be done with the advisory database. */
export class AdvisoryError extends AppError<AdvisoryErrorCode> {}
