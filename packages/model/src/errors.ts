/**
 * Base of every failure that a Breakwater package raises. Findings are values and never travel as errors;
 * an AppError says that something could not be done. Packages derive `XError extends AppError<XErrorCode>`
 * in their errors.ts, where the union of codes is the documented surface.
 */
export class AppError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The text of anything that was thrown, for Problems and log lines. */
export function toErrorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
