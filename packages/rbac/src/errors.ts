import { AppError } from '@breakwater/model';

export type RbacErrorCode =
  /** The rules of a role multiply to more single permissions than are compared one by one. */
  'rules-too-large';

export class RbacError extends AppError<RbacErrorCode> {}
