import { AppError } from '@breakwater/model';

/** Why the database cannot be used. */
export type DatabaseErrorCode =
  | 'data-folder-in-use'
  | 'data-folder-version'
  | 'database-not-started'
  | 'database-platform'
  | 'database-version'
  | 'database-unreachable'
  | 'migration-changed'
  | 'migration-failed'
  | 'migration-unknown';

export class DatabaseError extends AppError<DatabaseErrorCode> {}
