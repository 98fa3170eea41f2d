import { AppError } from '@breakwater/model';

export type VersionErrorCode =
  /** The text is no version of that scheme. */
  | 'invalid-version'
  /** No scheme has that name. */
  | 'unknown-scheme';

/** Raised when two versions cannot be compared. */
export class VersionError extends AppError<VersionErrorCode> {}
