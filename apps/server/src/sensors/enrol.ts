import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KeyPair, type Log, readExpiry, signClientRequest } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { ENROL_PATH, type EnrolAnswer, EnrolRequest, RENEW_PATH, RenewRequest } from '@breakwater/protocol';
import type { Pool } from '../database/connection.ts';
import { renewScanner } from '../scanners/enrolment/store.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { redeemJoinToken, renewCertificate, type TokenState } from './enrolment/store.ts';
import { type Peer, readPeer, SCANNER_ROLE } from './peer.ts';
import { PortRefusal, readJson, sendJson, toPortRefusal } from './port-request.ts';

export interface EnrolContext {
  readonly pool: Pool;
  readonly log: Log;
  readonly authority: KeyPair;
  readonly attempts: AttemptLimit;
  /** Lifetime of what sensors get; they renew it when a third is left. */
  readonly certificateDays: number;
}

export const TOKEN_WORDS: Readonly<Record<TokenState, string>> = {
  unknown: 'the join token is not known',
  used: 'the join token was used already; make a new one',
  expired: 'the join token has expired; make a new one',
};

/** The plain requests of the sensors' port: to get a certificate with a join token, and a new one with the old one. */
export async function answerEnrolment(request: IncomingMessage, response: ServerResponse, context: EnrolContext): Promise<void> {
  try {
    const answer = await route(request, context);
    sendJson(response, 200, answer, false);
  } catch (error) {
    const refusal = toPortRefusal(error);
    context.log.warn({ code: refusal.code, address: request.socket.remoteAddress, error: toErrorMessage(error) }, 'enrolment refused');
    sendJson(response, refusal.status, { error: { code: refusal.code, message: refusal.message } }, false);
  }
}

async function route(request: IncomingMessage, context: EnrolContext): Promise<EnrolAnswer> {
  const { pathname } = new URL(request.url ?? '/', 'https://server');
  if (request.method !== 'POST' || (pathname !== ENROL_PATH && pathname !== RENEW_PATH)) {
    throw new PortRefusal(404, 'not-found', `there is nothing but POST ${ENROL_PATH} and ${RENEW_PATH}`);
  }
  if (!context.attempts.take(request.socket.remoteAddress ?? '')) {
    throw new PortRefusal(429, 'too-many-requests', 'too many attempts from this address; wait a minute');
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
  if (refused !== undefined) throw new PortRefusal(403, `join-token-${refused}`, TOKEN_WORDS[refused]);
  log.info({ cluster: cluster.id, name: cluster.name }, 'cluster enrolled');
  return { certificate, ca: authority.certificate };
}

async function renew(request: IncomingMessage, { pool, authority, certificateDays }: EnrolContext): Promise<EnrolAnswer> {
  const peer = readPeer(request);
  if (peer === undefined)
    throw new PortRefusal(
      401,
      'certificate-missing',
      'a client certificate of this server that has not ended is needed; with a new join token there is a new one',
    );
  const { request: csr } = await readJson<RenewRequest>(request, RenewRequest);
  const client = peer.role === 'scanner' ? { name: peer.name, role: SCANNER_ROLE } : peer.name;
  const certificate = await signClientRequest(authority, csr, client, certificateDays);
  await extend(pool, peer, new Date(readExpiry(certificate)));
  return { certificate, ca: authority.certificate };
}

async function extend(pool: Pool, { name, role }: Peer, end: Date): Promise<void> {
  if (role === 'scanner') {
    if (await renewScanner(pool, name, end)) return;
    throw new PortRefusal(403, 'scanner-removed', 'the scanner was removed; a new join token brings it back');
  }
  if (await renewCertificate(pool, name, end)) return;
  throw new PortRefusal(403, 'cluster-removed', 'the cluster was removed; a new join token brings it back');
}
