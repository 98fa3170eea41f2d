import { ImageError, type ImageErrorCode } from '@breakwater/image';
import { toErrorMessage } from '@breakwater/model';
import type { ScanFailure } from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';

/** Failures that may go away by themselves; all others stay until somebody changes something. */
const PASSING = new Set<ImageErrorCode>([
  'registry-unreachable',
  'registry-throttled',
  'registry-failed',
  'cache-unusable',
  'work-folder-full',
]);

const MAX_MESSAGE = 2000;

/** What the server is told of a job that failed: code and message are shown to whoever asks for the image. */
export function toFailure(thrown: unknown): ScanFailure {
  const message = toErrorMessage(thrown).slice(0, MAX_MESSAGE);
  if (thrown instanceof ScannerError) return { code: thrown.code, message, retryable: thrown.code === 'scan-failed' };
  if (!(thrown instanceof ImageError)) return { code: 'scan-failed', message, retryable: true };
  const { code, retryAfterSeconds } = thrown;
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { code, message, retryable: PASSING.has(code), ...wait };
}
