import { AppError } from '@breakwater/model';

export type ScannerErrorCode =
  /** The server cannot be reached, or cannot answer now. */
  | 'server-unreachable'
  /** It is not the server that the join token or the identity names, or does not answer as one. */
  | 'server-untrusted'
  /** The server does not let the scanner in: the join token or certificate is not taken, or the scanner was removed. */
  | 'enrol-refused'
  /** The job is another scanner's by now. */
  | 'lease-lost'
  /** The server does not take a result. */
  | 'result-refused'
  /** A failure of a job: reading the image took longer than it may. */
  | 'scan-timeout'
  /** A failure of a job: reading the image took more memory than there is for it. */
  | 'scan-too-large'
  /** A failure of a job: a fault of ours. */
  | 'scan-failed'
  /** The scanner stops; the job is given back. */
  | 'scanner-stopping';

export class ScannerError extends AppError<ScannerErrorCode> {}
