import type { RefusalCode, RefusalIssue } from '@breakwater/api';
import { AppError } from '@breakwater/model';

/** A request that is not answered as asked; message and hint are for the person who sent it. */
export class RequestError extends AppError<RefusalCode> {
  readonly hint: string | undefined;
  /** Everything that is wrong with a text that was sent, where it is one. */
  readonly issues: readonly RefusalIssue[];

  constructor(code: RefusalCode, message: string, hint?: string, options: { cause?: unknown; issues?: readonly RefusalIssue[] } = {}) {
    super(code, message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = hint;
    this.issues = options.issues ?? [];
  }
}

export function refuseUnknown(what: string): never {
  throw new RequestError('not-found', `There is no such ${what}.`, 'It may have been removed, or it is outside your scope.');
}
