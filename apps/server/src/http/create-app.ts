import type { Log } from '@breakwater/daemon';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { addAuthentication, type Identities } from './authenticate.ts';
import { addErrors } from './errors.ts';

const BODY_LIMIT = 256 * 1024;
/** Ids of workloads and images are whole keys. */
const MAX_PARAM = 4000;
const REQUEST_MS = 30_000;

export interface AppOptions {
  readonly log: Log;
  readonly identities: Identities;
  /** Requests of one address per minute. */
  readonly requestsPerMinute: number;
  /** Whether a proxy in front tells the address and protocol of the sender. */
  readonly trustProxy: boolean;
}

/** The HTTP server with what holds for all requests; routes come from mountFeature. */
export async function createApp({ log, identities, requestsPerMinute, trustProxy }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy,
    requestTimeout: REQUEST_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PARAM, ignoreTrailingSlash: false },
  });
  addErrors(app, log);
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY }, hsts: false });
  await app.register(rateLimit, { max: requestsPerMinute, timeWindow: 60_000 });
  await app.register(cookie);
  addAuthentication(app, identities);
  return app;
}

/** The console is all from here; nothing may frame it. Pictures in data URLs come from its style sheets. */
const CONTENT_SECURITY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
