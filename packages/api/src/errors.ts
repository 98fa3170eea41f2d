import { AppError } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** Codes of refusals, with their HTTP status. */
export const REFUSALS = {
  'bad-request': 400,
  'unknown-field': 400,
  'bad-filter': 400,
  'bad-cursor': 400,
  unauthenticated: 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'csrf-header-missing': 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** Body of every answer that is no success. */
export const Refusal = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String({ description: 'What is wrong, in plain words' }),
    hint: Type.Optional(Type.String({ description: 'What to do next' })),
  }),
});
export type Refusal = Static<typeof Refusal>;

/** What the client throws. */
export class ApiError extends AppError<RefusalCode> {
  readonly hint: string | undefined;

  constructor(code: RefusalCode, message: string, hint?: string) {
    super(code, message);
    this.hint = hint;
  }
}
