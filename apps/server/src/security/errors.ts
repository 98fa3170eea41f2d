import { AppError } from '@breakwater/model';

/** Why a stored secret cannot be used. */
export type SecurityErrorCode = 'secret-key-invalid' | 'secret-unreadable';

export class SecurityError extends AppError<SecurityErrorCode> {}
