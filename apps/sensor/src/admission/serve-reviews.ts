import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { KeyPair } from '@breakwater/daemon';
import type { AdmissionRequest } from './review/admission-request.ts';
import { isFault, type ReviewFault, readReview } from './review/read-review.ts';
import { type ReviewAnswer, renderAnswer } from './review/write-answer.ts';

export interface ReviewServerOptions {
  /** Address to listen on. */
  readonly host: string;
  readonly port: number;
  readonly certificate: KeyPair;
  /** Authority of clients, in PEM: whoever presents no certificate of it is not answered. */
  readonly clientCa?: string;
  /** Answers a review, which arrived at that time of performance.now; undefined while nothing is known to decide by. */
  readonly answer: (request: AdmissionRequest, size: number, arrived: number) => Promise<ReviewAnswer> | undefined;
  /** Empty when requests can be answered, else why not. */
  readonly readReadiness: () => string;
  readonly renderMetrics: () => Promise<string>;
  /** A body that was no review that could be answered. */
  readonly onFault: (message: string) => void;
}

export interface ReviewServer {
  readonly port: number;
  /** New connections get this one from now on. */
  setCertificate(certificate: KeyPair): void;
  close(): Promise<void>;
}

/** An API server takes objects of 3 MiB; a review holds two, and their escapes. */
const MAX_BODY = 16 * 1024 * 1024;
/** Reviews that may be under way; more are turned away, and the webhook's own failure policy answers them. */
const MAX_CONCURRENT = 256;
/** Without a byte for so long a connection is ended; an API server keeps its own for 90 s. */
const IDLE_MS = 120_000;
/** A head or body that comes slower was made to hold the connection. */
const REQUEST_MS = 30_000;

const STRANGER = {
  status: 401,
  message:
    'clients prove who they are here: name a kubeconfig with a certificate of --client-ca in the AdmissionConfiguration of the API server',
};

export async function serveReviews(options: ReviewServerOptions): Promise<ReviewServer> {
  const { key, certificate: cert } = options.certificate;
  // A kubelet that looks whether the process is well has no certificate: who has none is turned away by what they ask for.
  const client = options.clientCa === undefined ? {} : { ca: options.clientCa, requestCert: true, rejectUnauthorized: false };
  const handler = new ReviewHandler(options);
  const server = createServer({ key, cert, ...client, minVersion: 'TLSv1.2', keepAliveTimeout: IDLE_MS }, handler.handle);
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    setCertificate: next =>
      server.setSecureContext({
        key: next.key,
        cert: next.certificate,
        ...(options.clientCa === undefined ? {} : { ca: options.clientCa }),
      }),
    close: () => close(server),
  };
}

/** What is under way is answered; idle connections end. */
function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
  return promise;
}

class ReviewHandler {
  readonly #options: ReviewServerOptions;
  #underWay = 0;

  constructor(options: ReviewServerOptions) {
    this.#options = options;
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === '/healthz') send(response, 200, 'ok\n', 'text/plain');
    else if (path === '/readyz') this.#tellReadiness(response);
    else if (!this.#isKnown(request)) this.#refuse(response, STRANGER);
    else if (path === '/validate') void this.#validate(request, response);
    else if (path === '/metrics') void this.#tellMetrics(response);
    else sendStatus(response, 404, 'there is /validate, /healthz, /readyz and /metrics');
  };

  #isKnown({ socket }: IncomingMessage): boolean {
    return this.#options.clientCa === undefined || (socket instanceof TLSSocket && socket.authorized);
  }

  #tellReadiness(response: ServerResponse): void {
    const reason = this.#options.readReadiness();
    send(response, reason === '' ? 200 : 503, `${reason === '' ? 'ok' : reason}\n`, 'text/plain');
  }

  async #tellMetrics(response: ServerResponse): Promise<void> {
    send(response, 200, await this.#options.renderMetrics(), 'text/plain; version=0.0.4');
  }

  async #validate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = performance.now();
    if (request.method !== 'POST') return sendStatus(response, 405, 'reviews are sent by POST');
    if (this.#underWay >= MAX_CONCURRENT) return sendStatus(response, 503, `${MAX_CONCURRENT} reviews are under way; more are not taken`);
    this.#underWay += 1;
    try {
      const body = await readBody(request);
      if (body === undefined) return this.#refuse(response, { status: 413, message: `the review is larger than ${MAX_BODY} bytes` });
      const read = readReview(body);
      if (isFault(read)) return this.#refuse(response, read);
      const answer = await this.#options.answer(read, body.length, arrived);
      if (answer === undefined) return sendStatus(response, 503, this.#options.readReadiness());
      send(response, 200, renderAnswer(answer), 'application/json');
    } catch {
      // The connection broke: there is nobody to answer.
      response.destroy();
    } finally {
      this.#underWay -= 1;
    }
  }

  #refuse(response: ServerResponse, { status, message }: Pick<ReviewFault, 'message'> & { readonly status: number }): void {
    this.#options.onFault(message);
    sendStatus(response, status, message);
  }
}

/** Undefined for a body that is too large; what is left of it is not read. Throws when the connection breaks. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
    else resolve(undefined);
  });
  request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  request.once('error', reject);
  request.once('close', () => reject(new Error('the connection was closed')));
  return promise;
}

/** A failure as Kubernetes says it. */
function sendStatus(response: ServerResponse, code: number, message: string): void {
  const status = { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code, message };
  // Nobody reads what is left of the body.
  if (code === 413 || code === 401) response.shouldKeepAlive = false;
  send(response, code, JSON.stringify(status), 'application/json');
}

function send(response: ServerResponse, code: number, body: string, type: string): void {
  response.writeHead(code, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
