import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionCookie } from './route.ts';

const NAME = 'breakwater_session';

/** Not readable by scripts, not sent from other sites, and over TLS only where the console is served over TLS. */
export function toSessionCookie(request: FastifyRequest, reply: FastifyReply): SessionCookie {
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const;
  return {
    secret: readSessionCookie(request),
    set: (secret, seconds) => void reply.setCookie(NAME, secret, { ...options, maxAge: seconds }),
    clear: () => void reply.clearCookie(NAME, options),
  };
}

export function readSessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies[NAME];
}
