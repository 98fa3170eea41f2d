import { ApiError, type RefusalCode } from '@breakwater/api';
import type { TextKey, Translate } from '../texts/i18n.ts';

export interface FailureText {
  readonly title: string;
  readonly next: string;
  /** The server's own words, where they add something. */
  readonly detail?: string;
}

/** The server is there but may answer later; everything else does not change by asking again. */
const TEMPORARY: readonly RefusalCode[] = ['internal', 'unavailable', 'too-many-requests'];

const TEXTS: Readonly<Partial<Record<RefusalCode, TextKey>>> = {
  'not-found': 'failures.notFound',
  'too-many-requests': 'failures.tooMany',
  unavailable: 'failures.unavailable',
  unauthenticated: 'failures.unauthenticated',
  'wrong-credentials': 'failures.wrongCredentials',
  conflict: 'failures.conflict',
  'password-reset': 'failures.passwordReset',
  forbidden: 'failures.forbidden',
  'bad-filter': 'failures.badFilter',
};

export function isUnauthenticated(failure: unknown): boolean {
  return failure instanceof ApiError && failure.code === 'unauthenticated';
}

export function isForbidden(failure: unknown): boolean {
  return failure instanceof ApiError && failure.code === 'forbidden';
}

export function isTemporary(failure: unknown): boolean {
  return failure instanceof ApiError && TEMPORARY.includes(failure.code);
}

/** What a person reads: what happened and what to do next. */
export function describeFailure(failure: unknown, t: Translate): FailureText {
  if (failure instanceof ApiError) {
    const key = TEXTS[failure.code] ?? 'failures.refused';
    const detail = failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
    return { title: t(key), next: t(`${key}Next` as TextKey), detail };
  }
  return {
    title: t('failures.unexpected'),
    next: t('failures.unexpectedNext'),
    detail: failure instanceof Error ? failure.message : String(failure),
  };
}
