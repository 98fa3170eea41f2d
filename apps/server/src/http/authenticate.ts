import { CSRF_HEADER } from '@breakwater/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../access/principal.ts';
import { API_TOKEN_PREFIX } from '../security/secret.ts';
import { CALLER } from './authorize.ts';
import type { RouteConfig } from './mount.ts';
import { RequestError } from './request-error.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Finds out who somebody is. */
export interface Identities {
  readonly findByToken: (secret: string) => Promise<Caller>;
  readonly findBySession: (secret: string) => Promise<Caller>;
}

/** Before every request: who sends it, and whether a browser was made to send it by another site. */
export function addAuthentication(app: FastifyInstance, identities: Identities): void {
  app.decorateRequest(CALLER);
  app.addHook('onRequest', async request => {
    if (isForAnybody(request)) return;
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      request[CALLER] = await findBearer(authorization, identities);
      return;
    }
    checkSite(request);
    const secret = readSessionCookie(request);
    if (secret !== undefined) request[CALLER] = await identities.findBySession(secret);
  });
}

/** Files of the console and probes are answered without the database, whatever a browser sends along. */
function isForAnybody({ method, routeOptions }: FastifyRequest): boolean {
  const { endpoint } = routeOptions.config as Partial<RouteConfig>;
  return method === 'GET' && (endpoint === undefined || endpoint.permission === 'public');
}

async function findBearer(authorization: string, identities: Identities): Promise<Caller> {
  const [scheme = '', secret = ''] = authorization.split(' ');
  const isToken = scheme.toLowerCase() === 'bearer' && secret.startsWith(API_TOKEN_PREFIX);
  const caller = isToken ? await identities.findByToken(secret) : undefined;
  if (caller === undefined) {
    throw new RequestError(
      'unauthenticated',
      'The API token is not known, or it has ended.',
      `Send 'authorization: Bearer ${API_TOKEN_PREFIX}…'.`,
    );
  }
  return caller;
}

/** Cookies of ours are not sent from other sites; the header is a second lock, also where nobody is logged in yet. */
function checkSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.headers[CSRF_HEADER] !== undefined) return;
  throw new RequestError('csrf-header-missing', `The header '${CSRF_HEADER}' is missing.`, 'Send it with any value; other sites cannot.');
}
