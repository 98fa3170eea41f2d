import { AppError } from '@breakwater/model';

/**
 * - `parse-failed`: the text is not CEL, or is longer or nested deeper than the limits.
 * - `check-failed`: it is CEL, but names, fields, functions or types do not fit the environment.
 * - `evaluation-failed`: evaluating it gave a CEL error that nothing absorbed.
 * - `cost-exceeded`: evaluating it would cost more than the limit.
 * - `unknown`: the result depends on facts that could not be collected (see `unknowns`).
 * - `invalid-environment`: the environment's own declarations contradict each other.
 */
export type CelErrorCode = 'parse-failed' | 'check-failed' | 'evaluation-failed' | 'cost-exceeded' | 'unknown' | 'invalid-environment';

/** One thing wrong with an expression. `offset` counts UTF-16 units from 0, `line` and `column` count from 1 (columns in code points). */
export interface CelIssue {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** The declared name that was probably meant. */
  readonly suggestion?: string;
}

/** Whatever could not be done with an expression; `issues` say where in its text. */
export class CelError extends AppError<CelErrorCode> {
  readonly issues: readonly CelIssue[];
  /** With code `unknown`: the facts that decide the result and could not be collected. */
  readonly unknowns: readonly string[];

  constructor(
    code: CelErrorCode,
    message: string,
    details: { issues?: readonly CelIssue[]; unknowns?: readonly string[]; cause?: unknown } = {},
  ) {
    super(code, message, details.cause === undefined ? undefined : { cause: details.cause });
    this.issues = details.issues ?? [];
    this.unknowns = details.unknowns ?? [];
  }
}

/** Turns an offset into a line and a column, and puts both in front of the message: `1:11: …`. */
export function locateIssue(source: string, offset: number, message: string, suggestion?: string): CelIssue {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = [...before.slice(lineStart)].length + 1;
  const text = suggestion === undefined ? message : `${message}; did you mean '${suggestion}'?`;
  return { message: `${line}:${column}: ${text}`, offset, line, column, ...(suggestion === undefined ? {} : { suggestion }) };
}
