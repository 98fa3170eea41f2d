import { toErrorMessage } from '@breakwater/model';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { ImageError } from '../errors.ts';
import { checkHost, guardedLookup } from './guarded-lookup.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Bytes as they come; leaving the loop early ends the connection. Throws ImageError `registry-unreachable`. */
  readonly body: AsyncIterable<Buffer>;
  /** Ends the connection without reading. */
  readonly discard: () => void;
}

export interface Proxies {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly noProxy: string;
}

/** Sends one request; nothing is followed or tried again. */
export interface Http extends AsyncDisposable {
  send(
    method: 'GET' | 'HEAD' | 'POST',
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
    body?: string,
  ): Promise<HttpAnswer>;
}

const CONNECT_MS = 15_000;
const HEADERS_MS = 60_000;
const BODY_MS = 60_000;

/** The owner of undici. */
export function createHttp(proxies: Proxies | undefined): Http {
  const timeouts = { connect: { timeout: CONNECT_MS, lookup: guardedLookup }, headersTimeout: HEADERS_MS, bodyTimeout: BODY_MS };
  const usesProxy = proxies !== undefined && proxies.httpProxy + proxies.httpsProxy !== '';
  const dispatcher: Dispatcher = usesProxy ? new EnvHttpProxyAgent({ ...timeouts, ...proxies }) : new Agent(timeouts);
  return {
    send: async (method, url, headers, signal, body) => {
      try {
        checkHost(url);
        const options = { method, dispatcher, headers: { 'user-agent': 'breakwater', ...headers } };
        const answer = await request(url, {
          ...options,
          ...(signal === undefined ? {} : { signal }),
          ...(body === undefined ? {} : { body }),
        });
        return toAnswer(answer, url, signal);
      } catch (cause) {
        throw toFailure(cause, url, signal);
      }
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

function toAnswer({ statusCode, headers, body }: Dispatcher.ResponseData, url: URL, signal: AbortSignal | undefined): HttpAnswer {
  return {
    status: statusCode,
    header: name => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body: guard(body, url, signal),
    discard: () => {
      body.on('error', () => {});
      body.destroy();
    },
  };
}

async function* guard(body: AsyncIterable<Buffer>, url: URL, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw toFailure(cause, url, signal);
  }
}

/** A stop that was asked for stays what it is. The query may hold a signature, so it is not told. */
function toFailure(cause: unknown, url: URL, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true || cause instanceof ImageError) return cause;
  return new ImageError('registry-unreachable', `${url.origin} cannot be reached: ${toErrorMessage(cause)}`, { cause });
}
