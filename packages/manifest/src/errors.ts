import { AppError } from '@breakwater/model';

/**
 * Every code that this package puts into a Problem or throws. Only `invalid-path` is thrown by the public functions
 * (it is the caller's mistake); all others travel as Problems of the file that was read.
 */
export type ManifestErrorCode =
  | 'alias-expansion'
  | 'binary-file'
  | 'document-too-large'
  | 'duplicate-key'
  | 'file-too-large'
  | 'invalid-path'
  | 'invalid-yaml'
  | 'malformed-object'
  | 'nesting-too-deep'
  | 'not-a-kubernetes-object'
  | 'tab-indentation'
  | 'template-not-rendered'
  | 'too-many-documents'
  | 'too-many-problems'
  | 'value-not-json';

/** A document that could not be read. `offset` counts UTF-16 code units from the start of the text that was being read. */
export class ManifestError extends AppError<ManifestErrorCode> {
  readonly offset: number;

  constructor(code: ManifestErrorCode, message: string, offset: number, options?: { cause?: unknown }) {
    super(code, message, options);
    this.offset = offset;
  }
}
