import { toErrorMessage } from '@breakwater/model';
import type { Dispatcher } from 'undici';
import type { Authorization } from './authorization.ts';
import { KubeError } from './errors.ts';
import { readWarnings } from './warnings.ts';

/** What came back, its body still to be read. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: number | undefined;
  /** What the API server warns of. */
  readonly warnings: readonly string[];
  /** Bytes as they come; leaving the loop early ends the connection. Throws KubeError. */
  readonly body: AsyncIterable<Buffer>;
}

/** What is asked. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly accept: string;
  /** JSON text with its media type; absent for none. */
  readonly body?: { readonly type: string; readonly text: string };
}

export interface Timeouts {
  /** Longest time until a connection stands, and until the head of an answer is there, in milliseconds. */
  readonly connect: number;
  readonly answer: number;
}

/** Large, and needed by those alone who ask a server: most commands ask none, and start without. */
const loadClient = () => import('undici');
type Client = Awaited<ReturnType<typeof loadClient>>;

/** Requests over HTTP to one server. Connections are made anew when the certificates change. */
export class Transport {
  readonly #server: string;
  readonly #proxy: string;
  readonly #timeouts: Timeouts;
  #dispatcher: Dispatcher | undefined;
  #fingerprint = '';

  constructor(server: string, proxy: string, timeouts: Timeouts) {
    this.#server = server;
    this.#proxy = proxy;
    this.#timeouts = timeouts;
  }

  async send({ method, path, accept, body: given }: Question, authorization: Authorization, signal: AbortSignal): Promise<Answer> {
    const headers: Record<string, string> = { accept, 'user-agent': 'breakwater' };
    if (given !== undefined) headers['content-type'] = given.type;
    if (authorization.header !== '') headers['authorization'] = authorization.header;
    const client = await loadClient();
    try {
      const answer = await client.request(`${this.#server}${path}`, {
        method,
        headers,
        body: given?.text ?? null,
        signal,
        dispatcher: this.#open(authorization, client),
        headersTimeout: this.#timeouts.answer,
        // A watch is quiet for minutes; whoever reads a body knows how long it may be.
        bodyTimeout: 0,
      });
      const { body, headers: said, statusCode } = answer;
      const warnings = readWarnings(said['warning']);
      return { status: statusCode, retryAfter: readRetryAfter(said['retry-after']), warnings, body: readBody(body, this.#server) };
    } catch (cause) {
      throw toFailure(cause, this.#server);
    }
  }

  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
  }

  #open(authorization: Authorization, client: Client): Dispatcher {
    const { ca, certificate, key, serverName, insecure } = authorization;
    const fingerprint = JSON.stringify([ca, certificate, key, serverName, insecure]);
    if (this.#dispatcher !== undefined && fingerprint === this.#fingerprint) return this.#dispatcher;
    // Requests that are under way end by themselves; nothing new goes over the old connections.
    void this.#dispatcher?.close();
    this.#fingerprint = fingerprint;
    this.#dispatcher = this.#create(toTlsOptions(authorization), client);
    return this.#dispatcher;
  }

  #create(tls: ReturnType<typeof toTlsOptions>, { Agent, ProxyAgent }: Client): Dispatcher {
    const shared = { allowH2: false, keepAliveTimeout: 30_000, connect: { ...tls, timeout: this.#timeouts.connect } };
    return this.#proxy === '' ? new Agent(shared) : new ProxyAgent({ ...shared, uri: this.#proxy, requestTls: tls });
  }
}

function toTlsOptions({ ca, certificate, key, serverName, insecure }: Authorization) {
  return {
    ...(ca === '' ? {} : { ca }),
    ...(certificate === '' ? {} : { cert: certificate }),
    ...(key === '' ? {} : { key }),
    ...(serverName === '' ? {} : { servername: serverName }),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  };
}

async function* readBody(body: AsyncIterable<Buffer>, server: string): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw toFailure(cause, server);
  }
}

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** One of our own failures comes through a signal and stays what it is. */
function toFailure(cause: unknown, server: string): KubeError {
  if (cause instanceof KubeError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (TIMEOUTS.has(code)) return new KubeError('cluster-timeout', `${server} did not answer in time`, { cause });
  return new KubeError('cluster-unreachable', `${server}: ${toErrorMessage(cause)}`, { cause });
}

/** Seconds, as the API server writes it. */
function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined;
}
