import { KubeError, type KubeErrorCode } from './errors.ts';
import { type Raw, toText } from './raw.ts';

const CODES: Readonly<Record<number, KubeErrorCode>> = {
  401: 'cluster-unauthorized',
  403: 'cluster-forbidden',
  404: 'cluster-not-found',
  409: 'cluster-conflict',
  410: 'cluster-expired',
  422: 'cluster-refused',
  429: 'cluster-throttled',
};

/** Longest words of an API server that are passed on. */
const MAX_MESSAGE = 500;

/** What an answer that is no success means, in the words of its Status object. */
export function toStatusError(status: number, body: Raw, retryAfter?: number): KubeError {
  const said = toText(body['message']).slice(0, MAX_MESSAGE);
  return new KubeError(CODES[status] ?? 'cluster-failed', said === '' ? `the API server answered ${status}` : said, { retryAfter });
}
