import { CelError } from '@breakwater/cel';
import { AppError } from '@breakwater/model';

export type AdmissionErrorCode =
  /** The API server would not accept the expression. */
  | 'admission-expression-invalid'
  /** The API server accepts it, and no evaluation of it can stay within the budget. */
  | 'admission-expression-costly';

/** An expression of an admission policy that is of no use. */
export class AdmissionError extends AppError<AdmissionErrorCode> {
  /** Field below `spec` that holds it. */
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], message: string, options?: { cause?: unknown; code?: AdmissionErrorCode }) {
    super(options?.code ?? 'admission-expression-invalid', message, options);
    this.path = path;
  }
}

/**
 * Gives what does not compile the field that it stands in.
 *
 * @throws AdmissionError
 */
export function guardExpression<T>(path: readonly (string | number)[], text: unknown, run: () => T): T {
  if (typeof text !== 'string') throw new AdmissionError(path, 'an expression is a text');
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof CelError)) throw cause;
    const code = cause.code === 'cost-exceeded' ? 'admission-expression-costly' : 'admission-expression-invalid';
    throw new AdmissionError(path, cause.message, { cause, code });
  }
}
