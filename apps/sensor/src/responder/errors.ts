import { AppError } from '@breakwater/model';

export type ResponderErrorCode =
  /** The object is gone, is another one by now, or its container is. */
  | 'target-changed'
  /** An object of the name that a response wants to create is there, and is not of that response. */
  | 'name-taken'
  /** A PodDisruptionBudget allows no eviction at the moment. */
  | 'disruption-forbidden'
  /** The rebuild webhook does not take the request, or is not configured. */
  | 'rebuild-failed'
  /** Nothing is known of a response of that id. */
  | 'response-unknown'
  /** The response cannot be taken back: it is not done, or what it did cannot be undone. */
  | 'undo-impossible'
  /** The responder stops; what is under way goes on after its next start. */
  | 'responder-stopped';

/** Something that a response could not do. */
export class ResponderError extends AppError<ResponderErrorCode> {}
