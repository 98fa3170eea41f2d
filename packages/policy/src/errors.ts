import { AppError, type Location } from '@breakwater/model';

export type PolicyErrorCode =
  /** The file is no YAML mapping that holds one policy. */
  | 'policy-unreadable'
  /** A key is unknown, missing, or of the wrong type. */
  | 'policy-invalid'
  /** An expression, message or path of the policy does not compile. */
  | 'policy-expression-invalid'
  /** No policy has this id. */
  | 'policy-unknown'
  /** No preset has this name. */
  | 'preset-unknown';

/** A policy that cannot be used. `location` says where in its file, when it came from one. */
export class PolicyError extends AppError<PolicyErrorCode> {
  readonly location: Location | undefined;

  constructor(code: PolicyErrorCode, message: string, options?: { cause?: unknown; location?: Location }) {
    super(code, message, options);
    this.location = options?.location;
  }
}
