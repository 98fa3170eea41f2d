import { AppError } from '@breakwater/model';

export type DaemonErrorCode =
  /** What was sent to be certified is no request, or not signed by its own key. */
  | 'certificate-request-invalid'
  /** The other end cannot be reached, refuses, or is not who it should be. */
  | 'connection-failed'
  /** The other end is not the server that it should be, or does not answer as one. */
  | 'server-untrusted'
  /** A setting that is not known, or whose value is not taken. */
  | 'setting-invalid';

export class DaemonError extends AppError<DaemonErrorCode> {}
