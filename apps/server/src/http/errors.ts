import { REFUSALS, type Refusal, type RefusalCode } from '@breakwater/api';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { FastifyInstance } from 'fastify';
import { RequestError } from './request-error.ts';

/** Errors of Fastify and PostgreSQL that are the sender's. */
const KNOWN: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is larger than the server takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['bad-request', 'The body is not JSON: send it with the content type application/json.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad-request', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['bad-request', 'The body is empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The body does not have the length that the request says.'],
};

/** Every refusal has one shape; what went wrong inside stays in the log. */
export function addErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = toRefusal(error);
    if (REFUSALS[refusal.code] >= 500) log.error({ path: request.url, error: toErrorMessage(error) }, 'a request could not be answered');
    reply.status(REFUSALS[refusal.code]).header('cache-control', 'no-store');
    return toBody(refusal);
  });
}

export function toBody({ code, message, hint, issues }: RequestError): Refusal {
  return { error: { code, message, ...(hint === undefined ? {} : { hint }), ...(issues.length === 0 ? {} : { issues: [...issues] }) } };
}

/** What the sender is told of an error. */
export function toRefusal(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const { code = '', statusCode } = error as { readonly code?: string; readonly statusCode?: number };
  const known = KNOWN[code];
  if (known !== undefined) return new RequestError(...known);
  if (statusCode === 429)
    return new RequestError('too-many-requests', 'Too many requests came from this address.', 'Wait a minute, then try again.');
  // https://www.postgresql.org/docs/18/errcodes-appendix.html: 22 is data that no type takes, as a cursor that somebody changed.
  if (/^22\w{3}$/.test(code)) return new RequestError('bad-request', 'A value in the request is none that the server can use.');
  if (isDatabaseAway(code, error))
    return new RequestError('unavailable', 'The database does not answer.', 'Nothing is lost; try again in a moment.');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new RequestError('bad-request', toErrorMessage(error));
  return new RequestError('internal', 'The server failed.', 'Its log says why.');
}

/** Lost or refused connections, a server that shuts down or starts, and a pool with nothing left. */
function isDatabaseAway(code: string, error: unknown): boolean {
  return (
    /^(?:08\w{3}|57P0[1-3]|53300)$/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code) ||
    /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      toErrorMessage(error),
    )
  );
}
