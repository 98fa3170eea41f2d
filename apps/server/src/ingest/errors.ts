import { AppError } from '@breakwater/model';

/** Why a batch was not stored; nothing of it was. */
export type IngestErrorCode =
  /** A newer connection of the same cluster writes now, or the cluster was removed. */
  | 'connection-replaced'
  /** The database does not take what an item holds. */
  | 'item-refused';

export class IngestError extends AppError<IngestErrorCode> {}
