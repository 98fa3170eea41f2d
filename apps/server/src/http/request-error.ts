import type { RefusalCode } from '@breakwater/api';
import { AppError } from '@breakwater/model';

/** A request that is not answered as asked; message and hint are for the person who sent it. */
export class RequestError extends AppError<RefusalCode> {
  readonly hint: string | undefined;

  constructor(code: RefusalCode, message: string, hint?: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.hint = hint;
  }
}

export function refuseUnknown(what: string): never {
  throw new RequestError('not-found', `There is no such ${what}.`, 'It may have been removed, or it is outside your scope.');
}
