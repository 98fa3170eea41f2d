import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { DaemonError, type KeyPair, type Log, readExpiry, signClientRequest } from '@breakwater/daemon';
import { listSchemaIssues, toErrorMessage } from '@breakwater/model';
import { ENROL_PATH, type EnrolAnswer, EnrolRequest, RENEW_PATH, RenewRequest } from '@breakwater/protocol';
import type { Pool } from '../database/connection.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { redeemJoinToken, renewCertificate, type TokenState } from './enrolment/store.ts';
import { readBody } from './read-body.ts';

export interface EnrolContext {
  readonly pool: Pool;
  readonly log: Log;
  readonly authority: KeyPair;
  readonly attempts: AttemptLimit;
  /** Lifetime of what sensors get; they renew it when a third is left. */
  readonly certificateDays: number;
}

/** Why a sensor gets no certificate. */
class EnrolRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const TOKEN_WORDS: Readonly<Record<TokenState, string>> = {
  unknown: 'the join token is not known',
  used: 'the join token was used already; make a new one',
  expired: 'the join token has expired; make a new one',
};

/** The plain requests of the sensors' port: to get a certificate with a join token, and a new one with the old one. */
export async function answerEnrolment(request: IncomingMessage, response: ServerResponse, context: EnrolContext): Promise<void> {
  try {
    const answer = await route(request, context);
    send(response, 200, answer);
  } catch (error) {
    const refusal = toRefusal(error);
    context.log.warn({ code: refusal.code, address: request.socket.remoteAddress, error: toErrorMessage(error) }, 'enrolment refused');
    send(response, refusal.status, { error: { code: refusal.code, message: refusal.message } });
  }
}

async function route(request: IncomingMessage, context: EnrolContext): Promise<EnrolAnswer> {
  const { pathname } = new URL(request.url ?? '/', 'https://server');
  if (request.method !== 'POST' || (pathname !== ENROL_PATH && pathname !== RENEW_PATH)) {
    throw new EnrolRefusal(404, 'not-found', `there is nothing but POST ${ENROL_PATH} and ${RENEW_PATH}`);
  }
  if (!context.attempts.take(request.socket.remoteAddress ?? '')) {
    throw new EnrolRefusal(429, 'too-many-requests', 'too many attempts from this address; wait a minute');
  }
  return pathname === ENROL_PATH ? enrol(await readJson<EnrolRequest>(request, EnrolRequest), context) : renew(request, context);
}

async function enrol(
  { joinToken, request, cluster }: EnrolRequest,
  { pool, authority, log, certificateDays }: EnrolContext,
): Promise<EnrolAnswer> {
  // Signed first: a request that cannot be certified must not use up the token.
  const certificate = await signClientRequest(authority, request, cluster.id, certificateDays);
  const refused = await redeemJoinToken(pool, joinToken, cluster, new Date(readExpiry(certificate)));
  if (refused !== undefined) throw new EnrolRefusal(403, `join-token-${refused}`, TOKEN_WORDS[refused]);
  log.info({ cluster: cluster.id, name: cluster.name }, 'cluster enrolled');
  return { certificate, ca: authority.certificate };
}

async function renew(request: IncomingMessage, { pool, authority, certificateDays }: EnrolContext): Promise<EnrolAnswer> {
  const cluster = readPeer(request);
  if (cluster === undefined)
    throw new EnrolRefusal(
      401,
      'certificate-missing',
      'a client certificate of this server that has not ended is needed; with a new join token there is a new one',
    );
  const { request: csr } = await readJson<RenewRequest>(request, RenewRequest);
  const certificate = await signClientRequest(authority, csr, cluster, certificateDays);
  if (!(await renewCertificate(pool, cluster, new Date(readExpiry(certificate))))) {
    throw new EnrolRefusal(403, 'cluster-removed', 'the cluster was removed; a new join token brings it back');
  }
  return { certificate, ca: authority.certificate };
}

/** The cluster that a client's certificate is for; undefined without one, or with one that is expired or another authority's. */
export function readPeer(request: IncomingMessage): string | undefined {
  const socket = request.socket as TLSSocket;
  if (!socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  const name: unknown = subject?.CN;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

async function readJson<T>(request: IncomingMessage, schema: Parameters<typeof listSchemaIssues>[0]): Promise<T> {
  const text = await readBody(request);
  if (text === undefined) throw new EnrolRefusal(413, 'too-large', 'the body is too large');
  const value = parse(text);
  const [issue] = listSchemaIssues(schema, value);
  if (issue !== undefined) throw new EnrolRefusal(400, 'bad-request', `${['body', ...issue.path].join('.')}: ${issue.message}`);
  return value as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EnrolRefusal(400, 'bad-request', 'the body is no JSON');
  }
}

function toRefusal(error: unknown): EnrolRefusal {
  if (error instanceof EnrolRefusal) return error;
  if (error instanceof DaemonError) return new EnrolRefusal(400, error.code, error.message);
  return new EnrolRefusal(503, 'unavailable', 'the server cannot do this now; try again in a moment');
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), connection: 'close' })
    .end(text);
}
