import { RequestError } from './request-error.ts';

/**
 * The end that a body names, as RFC 3339 UTC; undefined for none.
 *
 * @throws RequestError `bad-request`
 */
export function readExpiry(text: string | undefined, now = Date.now()): string | undefined {
  if (text === undefined) return undefined;
  const end = Date.parse(toWhole(text));
  if (Number.isNaN(end) || !/^\d{4}-/.test(text))
    throw new RequestError('bad-request', `body.expiry: '${text.slice(0, 100)}' is no time.`, 'Write 2026-11-25 or 2026-11-25T10:00:00Z.');
  if (end <= now) throw new RequestError('bad-request', 'body.expiry: it lies in the past.');
  return new Date(end).toISOString();
}

/** A date means its end: what is decided holds through that day, UTC. */
function toWhole(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text;
}
