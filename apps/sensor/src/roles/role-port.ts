import type { IncomingMessage, ServerResponse } from 'node:http';
import { toErrorMessage } from '@breakwater/model';
import { MAX_ROLE_BODY, MAX_ROLE_WAIT_SECONDS, ROLE_PATHS, type RoleName } from '@breakwater/protocol';
import type { AuthenticateRole, Caller } from './authenticate-role.ts';
import { listenTls, type TlsListener, type TlsListenerOptions } from './listen-tls.ts';
import {
  answerBundle,
  answerDecisions,
  answerEvents,
  answerFacts,
  answerImages,
  answerProcesses,
  answerReports,
  answerWork,
  type RoleAnswer,
  type RoleHandlers,
  type RoleQuestion,
  toError,
} from './role-handlers.ts';

export interface RolePortOptions extends Omit<TlsListenerOptions, 'answer' | 'clientCa'> {
  readonly authenticate: AuthenticateRole;
  readonly handlers: RoleHandlers;
}

/** Bodies that wait to be read hold memory: of so many at once. */
const MAX_BODIES = 8;

interface Route {
  readonly role: RoleName;
  readonly method: 'GET' | 'POST';
  readonly answer: (handlers: RoleHandlers, question: RoleQuestion) => Promise<RoleAnswer>;
}

const ROUTES: Readonly<Record<string, Route>> = {
  [ROLE_PATHS.bundle]: { role: 'admission', method: 'GET', answer: answerBundle },
  [ROLE_PATHS.images]: { role: 'admission', method: 'POST', answer: answerImages },
  [ROLE_PATHS.decisions]: { role: 'admission', method: 'POST', answer: answerDecisions },
  [ROLE_PATHS.work]: { role: 'responder', method: 'GET', answer: answerWork },
  [ROLE_PATHS.processes]: { role: 'responder', method: 'GET', answer: answerProcesses },
  [ROLE_PATHS.reports]: { role: 'responder', method: 'POST', answer: answerReports },
  [ROLE_PATHS.events]: { role: 'agent', method: 'POST', answer: answerEvents },
  [ROLE_PATHS.facts]: { role: 'agent', method: 'POST', answer: answerFacts },
};

/** Listens for the roles beside this sensor. Each says who it is with every request, and is answered for its own paths only. */
export async function startRolePort(options: RolePortOptions): Promise<TlsListener> {
  const roles = new Listener(options);
  const listener = await listenTls({ ...options, answer: (request, response) => void roles.answer(request, response) });
  return {
    ...listener,
    close: async () => {
      roles.stop();
      await listener.close();
    },
  };
}

class Listener {
  readonly #options: RolePortOptions;
  readonly #stop = new AbortController();
  #bodies = 0;

  constructor(options: RolePortOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#stop.abort();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    request.once('error', () => gone.abort());
    try {
      write(response, await this.#decide(request, AbortSignal.any([gone.signal, this.#stop.signal])));
    } catch (cause) {
      this.#options.log.error({ path: request.url, error: toErrorMessage(cause) }, 'a role could not be answered');
      write(response, toError(500, 'failed', 'the sensor could not answer; its log says why'));
    }
  }

  async #decide(request: IncomingMessage, signal: AbortSignal): Promise<RoleAnswer> {
    const url = new URL(request.url ?? '/', 'https://sensor');
    const route = Object.hasOwn(ROUTES, url.pathname) ? ROUTES[url.pathname] : undefined;
    if (route === undefined) return toError(404, 'path-unknown', `known are ${Object.values(ROLE_PATHS).join(', ')}`);
    if (request.method !== route.method) return toError(405, 'method-wrong', `${url.pathname} takes ${route.method}`);
    const caller = await this.#identify(request, route.role);
    if ('status' in caller) return caller;
    const body = route.method === 'POST' ? await this.#readBody(request) : { value: undefined };
    if ('refusal' in body) return body.refusal;
    return route.answer(this.#options.handlers, {
      after: readNumber(url.searchParams.get('after'), Number.MAX_SAFE_INTEGER),
      waitMs: readNumber(url.searchParams.get('wait'), MAX_ROLE_WAIT_SECONDS) * 1000,
      etag: (request.headers['if-none-match'] ?? '').replaceAll('"', ''),
      replica: url.searchParams.get('replica') ?? '',
      pod: url.searchParams.get('pod') ?? '',
      caller,
      body: body.value,
      signal,
    });
  }

  async #identify(request: IncomingMessage, wanted: RoleName): Promise<Caller | RoleAnswer> {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return toError(401, 'role-unknown', 'say who you are: authorization: Bearer TOKEN');
    try {
      const caller = await this.#options.authenticate(token);
      if (caller?.role === wanted) return caller;
      if (caller !== undefined) return toError(403, 'role-wrong', `this is for ${wanted}, and you are ${caller.role}`);
    } catch (cause) {
      this.#options.log.warn({ error: toErrorMessage(cause) }, 'the API server did not say whom a token is of');
      return toError(503, 'role-unasked', 'the API server did not say who you are; ask again in a moment');
    }
    this.#options.log.warn({ from: request.socket.remoteAddress }, 'somebody who is no role was refused at the role port');
    return toError(401, 'role-unknown', 'the token is of no role of this sensor');
  }

  async #readBody(request: IncomingMessage): Promise<{ readonly value: unknown } | { readonly refusal: RoleAnswer }> {
    if (this.#bodies >= MAX_BODIES) return { refusal: toError(429, 'busy', 'too much is sent at once; try again in a moment') };
    this.#bodies += 1;
    try {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_ROLE_BODY) return { refusal: toError(413, 'body-too-large', `a body has at most ${MAX_ROLE_BODY} bytes`) };
        chunks.push(chunk);
      }
      return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
    } catch {
      return { refusal: toError(400, 'body-invalid', 'the body is no JSON') };
    } finally {
      this.#bodies -= 1;
    }
  }
}

function readNumber(text: string | null, most: number): number {
  const number = Number(text ?? 0);
  return Number.isFinite(number) && number > 0 ? Math.min(number, most) : 0;
}

function write(response: ServerResponse, { status, body, etag }: RoleAnswer): void {
  if (response.destroyed || response.headersSent) return;
  const bytes = body === undefined ? Buffer.alloc(0) : body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-length': bytes.length,
    'cache-control': 'no-store',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(etag === undefined ? {} : { etag: `"${etag}"` }),
    // What is left of a body that was not read would be taken for the next request.
    ...(status >= 400 ? { connection: 'close' } : {}),
  });
  response.end(bytes);
}
