import { AppError } from '@breakwater/model';

export type VersionErrorCode =
  /** The text is no version of that scheme. */
  | 'invalid-version'
  /** The text is no constraint on versions of that scheme. */
  | 'invalid-constraint'
  /** No scheme has that name. */
  | 'unknown-scheme';

/** Raised when versions cannot be compared, with each other or with a constraint. */
export class VersionError extends AppError<VersionErrorCode> {}
