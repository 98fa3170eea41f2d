import { AppError } from '@breakwater/model';

export type ProtocolErrorCode =
  /** Text that is no frame: no JSON, an unknown type, a field that is missing, unknown or of another type. */
  | 'frame-invalid'
  /** Longer than MAX_FRAME_BYTES. */
  | 'frame-too-large';

export class ProtocolError extends AppError<ProtocolErrorCode> {}
