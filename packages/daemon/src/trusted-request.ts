import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { toFingerprint } from './certificates.ts';
import { DaemonError } from './errors.ts';
import { createProxyAgent } from './proxy-agent.ts';

/** How a server of ours is known, and how we are known to it. */
export interface Trust {
  readonly ca?: string;
  readonly key?: string;
  readonly cert?: string;
  /** SHA-256 of the authority that must stand behind the server's certificate, where the authority itself is not known yet. */
  readonly fingerprint?: string;
  /** URL, empty for none. */
  readonly proxy: string;
}

export interface TrustedRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  /** Without a byte for so long it is given up, in milliseconds. */
  readonly timeoutMs: number;
  /** Bytes of the longest answer. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** Keeps connections for the next request; made by createTrustedAgent. */
  readonly agent?: Agent;
}

export interface TrustedAnswer {
  readonly status: number;
  /** Undefined for what is no JSON. */
  readonly value: unknown;
  /** Name of what was sent, where the server gives one. */
  readonly etag: string | undefined;
}

/** Connections that are kept between requests. Through a proxy there is one for each. */
export function createTrustedAgent(proxy: string): Agent {
  return proxy === '' ? new Agent({ keepAlive: true, maxSockets: 16 }) : createProxyAgent(proxy);
}

/**
 * One request to a server of ours, which is known by its authority: addresses change more often than certificates. Throws DaemonError
 * `connection-failed`, and `server-untrusted` for another server or one that says more than it should.
 */
export async function requestTrusted(url: URL, { fingerprint, proxy, ...tls }: Trust, request: TrustedRequest): Promise<TrustedAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TrustedAnswer>();
  const { method, headers = {}, body, timeoutMs, maxBytes, signal, agent } = request;
  const options: RequestOptions = {
    method,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
    agent: agent ?? (proxy === '' ? false : createProxyAgent(proxy)),
    timeout: timeoutMs,
    checkServerIdentity: () => undefined,
    ...(fingerprint === undefined ? {} : { rejectUnauthorized: false }),
    ...(signal === undefined ? {} : { signal }),
    ...tls,
  };
  const sent = httpsRequest(url, options);
  sent.once('timeout', () => sent.destroy(new DaemonError('connection-failed', `${url.origin} did not answer in time`)));
  sent.once('error', cause => reject(toFailure(url, cause)));
  sent.once('response', response => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) sent.destroy(new DaemonError('server-untrusted', `${url.origin} sends more than an answer has`));
      else chunks.push(chunk);
    });
    response.once('error', cause => reject(toFailure(url, cause)));
    response.once('end', () =>
      resolve({ status: response.statusCode ?? 0, value: parse(Buffer.concat(chunks)), etag: response.headers.etag }),
    );
  });
  if (fingerprint === undefined) sent.end(body);
  // Nothing is sent before it is known who listens: what is sent is a secret.
  else sent.once('socket', socket => whenSecure(socket as TLSSocket, sendTo));
  const sendTo = (socket: TLSSocket): void => {
    if (hasAuthority(socket, fingerprint ?? '')) sent.end(body);
    else sent.destroy(new DaemonError('server-untrusted', `${url.origin} is not the server that the join token was made for`));
  };
  return promise;
}

/** Behind a proxy the connection stands before the request has it. */
function whenSecure(socket: TLSSocket, use: (socket: TLSSocket) => void): void {
  if (socket.getPeerX509Certificate() !== undefined) use(socket);
  else socket.once('secureConnect', () => use(socket));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Whether the chain that the server presents is signed by the authority, and holds it. */
function hasAuthority(socket: TLSSocket, fingerprint: string): boolean {
  const seen = new Set<string>();
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && !seen.has(certificate.fingerprint256)) {
    seen.add(certificate.fingerprint256);
    if (toFingerprint(certificate.toString()) === fingerprint) return true;
    const issuer = certificate.issuerCertificate;
    if (issuer === undefined || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return false;
    certificate = issuer;
  }
  return false;
}

function toFailure(url: URL, cause: Error): DaemonError {
  return cause instanceof DaemonError ? cause : new DaemonError('connection-failed', `${url.origin}: ${cause.message}`, { cause });
}
