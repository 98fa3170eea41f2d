import { isPermitted, type Permission } from '@breakwater/api';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/principal.ts';
import { RequestError } from './request-error.ts';

/** Who sent a request; set before any handler runs. */
export const CALLER = Symbol('caller');

declare module 'fastify' {
  interface FastifyRequest {
    [CALLER]: Caller;
  }
}

/** What somebody may do whose password was set by somebody else. */
const BEFORE_CHANGE: readonly Permission[] = ['public', 'self'];

/**
 * Whether the caller may.
 *
 * @throws RequestError `unauthenticated`, `forbidden`, `password-reset`
 */
export function authorize(request: FastifyRequest, permission: Permission): Caller {
  const caller = request[CALLER];
  if (caller?.passwordReset === true && !BEFORE_CHANGE.includes(permission)) {
    throw new RequestError('password-reset', 'The password was reset by somebody else.', 'Change it first: PUT /api/v1/session/password.');
  }
  if (isPermitted(caller?.role, permission)) return caller;
  if (caller === undefined) throw new RequestError('unauthenticated', 'Nobody is logged in.', 'Log in, or send an API token as a bearer.');
  throw new RequestError('forbidden', `The role '${caller.role}' may not do this.`, `It needs the permission '${permission}'.`);
}
