import { AppError } from '@breakwater/model';

/** Why a message was not delivered. */
export type NotifierErrorCode =
  /** The address is one that no message may go to. */
  | 'address-refused'
  /** Nobody answered, or not in time. */
  | 'not-reached'
  /** The other side did not take it. */
  | 'not-accepted';

export class NotifierError extends AppError<NotifierErrorCode> {}
