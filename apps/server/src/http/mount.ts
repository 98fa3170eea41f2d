import type { Endpoint } from '@breakwater/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authorize } from './authorize.ts';
import { checkInput } from './check-input.ts';
import { readLanguage } from './language.ts';
import type { Call, Feature, Handler, StreamHandler } from './route.ts';
import { toSessionCookie } from './session-cookie.ts';
import { stream } from './stream.ts';

/** What is remembered of a request beside its answer. */
export interface RouteConfig {
  /** As in the audit: `exceptions.approve`. */
  readonly action: string;
  readonly endpoint: Endpoint;
}

/**
 * Makes routes of a resource. This is the only way to a route, so none exists without a contract, a permission, checked input and an audit record.
 */
export function mountFeature(app: FastifyInstance, { resource, handlers }: Feature): void {
  for (const [name, endpoint] of Object.entries(resource.endpoints)) {
    const handler = handlers[name];
    if (handler === undefined) throw new TypeError(`${resource.name}.${name} has no handler`);
    const config: RouteConfig = { action: `${resource.name}.${name}`, endpoint };
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      exposeHeadRoute: false,
      config,
      ...(endpoint.maxBytes === undefined ? {} : { bodyLimit: endpoint.maxBytes }),
      handler: (request, reply) =>
        endpoint.stream === true
          ? stream(toCall(endpoint, request, reply), handler as StreamHandler<Endpoint>, reply)
          : answer(endpoint, handler as Handler<Endpoint>, request, reply),
    });
  }
}

function toCall(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Call<Endpoint> {
  const principal = authorize(request, endpoint.permission);
  const input = checkInput(endpoint, { params: request.params, query: request.query, body: request.body });
  return {
    ...input,
    principal,
    language: readLanguage(request.headers['accept-language']),
    address: request.ip,
    session: toSessionCookie(request, reply),
    setStatus: (status: number) => void reply.status(status),
    // https://www.rfc-editor.org/rfc/rfc6266: nothing but what needs no escape.
    setFileName: (name: string) =>
      void reply.header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]+/g, '-').slice(0, 150)}"`),
  } as Call<Endpoint>;
}

async function answer(endpoint: Endpoint, handler: Handler<Endpoint>, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const call = toCall(endpoint, request, reply);
  reply.status(endpoint.status ?? 200);
  const result: unknown = await handler(call);
  if (typeof result === 'string') reply.type('text/plain; version=0.0.4; charset=utf-8');
  reply.header('cache-control', 'no-store');
  return endpoint.status === 204 ? reply.send() : result;
}
