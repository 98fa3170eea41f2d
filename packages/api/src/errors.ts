import { AppError } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** Codes of refusals, with their HTTP status. */
export const REFUSALS = {
  'bad-request': 400,
  'unknown-field': 400,
  'bad-filter': 400,
  'bad-cursor': 400,
  'policy-invalid': 400,
  unauthenticated: 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'password-reset': 403,
  'csrf-header-missing': 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** One of several things that are wrong with what was sent, with its place in a text. */
export const RefusalIssue = Type.Object({
  message: Type.String(),
  path: Type.Optional(Type.String({ description: 'Key that it stands at' })),
  place: Type.Optional(Type.Object({ line: Type.Integer({ minimum: 1 }), column: Type.Integer({ minimum: 1 }) })),
});
export type RefusalIssue = Static<typeof RefusalIssue>;

/** Body of every answer that is no success. */
export const Refusal = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String({ description: 'What is wrong, in plain words' }),
    hint: Type.Optional(Type.String({ description: 'What to do next' })),
    issues: Type.Optional(Type.Array(RefusalIssue, { description: 'Everything that is wrong with a text that was sent' })),
  }),
});
export type Refusal = Static<typeof Refusal>;

/** What the client throws. */
export class ApiError extends AppError<RefusalCode> {
  readonly hint: string | undefined;
  readonly issues: readonly RefusalIssue[];

  constructor(code: RefusalCode, message: string, hint?: string, issues: readonly RefusalIssue[] = []) {
    super(code, message);
    this.hint = hint;
    this.issues = issues;
  }
}
