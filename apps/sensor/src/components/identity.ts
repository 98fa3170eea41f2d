import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createCertificateRequest, createProxyAgent, readExpiry, toFingerprint } from '@breakwater/daemon';
import { chooseProxy, type Proxies } from '@breakwater/kube';
import { listSchemaIssues } from '@breakwater/model';
import { ENROL_PATH, EnrolAnswer, type EnrolRequest, parseJoinToken, RENEW_PATH } from '@breakwater/protocol';
import { SensorError } from '../errors.ts';

/** Who the sensor is for its server. Kept in a file that only its user can read. */
export interface Identity {
  /** Of the server's port for sensors, as https://host:port. */
  readonly url: string;
  readonly ca: string;
  readonly key: string;
  readonly certificate: string;
  /** Cluster that the certificate speaks for. */
  readonly cluster: string;
}

const FILE = 'identity.json';
const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 100_000;
/** A certificate is renewed when a third of its time is left. */
const RENEW_SHARE = 1 / 3;

/** The identity of a folder, when there is one that speaks for the cluster and has not ended. */
export function readIdentity(folder: string, cluster: string): Identity | undefined {
  try {
    const identity = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Identity;
    return identity.cluster === cluster && readExpiry(identity.certificate) > Date.now() ? identity : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the folder has an identity of the cluster that has ended. */
export function hasEnded(folder: string, cluster: string): boolean {
  try {
    const identity = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Identity;
    return identity.cluster === cluster && readExpiry(identity.certificate) <= Date.now();
  } catch {
    return false;
  }
}

/** Written beside and renamed, so that there is always a whole one. */
function writeIdentity(folder: string, identity: Identity): void {
  const path = join(folder, FILE);
  writeFileSync(`${path}.new`, JSON.stringify(identity), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Exchanges a join token for a certificate. Throws SensorError. */
export async function enrol(folder: string, joinToken: string, cluster: EnrolRequest['cluster'], proxies: Proxies): Promise<Identity> {
  const token = parseJoinToken(joinToken);
  if (token === undefined) throw new SensorError('enrol-refused', 'this is no join token: it is one word that starts with bwj1.');
  const { key, request } = await createCertificateRequest();
  const body: EnrolRequest = { joinToken: token.secret, request, cluster };
  const answer = await post(new URL(ENROL_PATH, toHttps(token.url)), body, {
    rejectUnauthorized: false,
    fingerprint: token.caFingerprint,
    proxy: chooseProxy(toHttps(token.url), proxies),
  });
  // The server was let in by the fingerprint of its authority; from now on by the authority itself.
  if (toFingerprint(answer.ca) !== token.caFingerprint)
    throw new SensorError('server-untrusted', 'the server sent another authority than the one that the join token names');
  const identity = { url: toHttps(token.url), ca: answer.ca, key, certificate: answer.certificate, cluster: cluster.id };
  writeIdentity(folder, identity);
  return identity;
}

/** Whether it is time for a new certificate. */
export function isWorn({ certificate }: Identity, issuedAt: number, now: number): boolean {
  const end = readExpiry(certificate);
  return now > end - (end - issuedAt) * RENEW_SHARE;
}

/** Exchanges the certificate for a new one with a new key. Throws SensorError. */
export async function renew(folder: string, identity: Identity, proxies: Proxies): Promise<Identity> {
  const { url, ca, cluster } = identity;
  const { key, request } = await createCertificateRequest();
  const own = { ca, key: identity.key, cert: identity.certificate, proxy: chooseProxy(url, proxies) };
  const answer = await post(new URL(RENEW_PATH, url), { request }, own);
  const renewed = { url, ca: answer.ca, key, certificate: answer.certificate, cluster };
  writeIdentity(folder, renewed);
  return renewed;
}

interface Trust {
  readonly ca?: string;
  readonly key?: string;
  readonly cert?: string;
  readonly rejectUnauthorized?: boolean;
  /** SHA-256 of the authority that must stand behind the server's certificate. */
  readonly fingerprint?: string;
  /** URL, empty for none. */
  readonly proxy: string;
}

async function post(url: URL, body: object, { fingerprint, proxy, ...tls }: Trust): Promise<EnrolAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<EnrolAnswer>();
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  // The authority is our own and signs nothing but our servers; addresses change more often than certificates.
  const sent = httpsRequest(url, {
    method: 'POST',
    headers,
    agent: proxy === '' ? false : createProxyAgent(proxy),
    timeout: TIMEOUT_MS,
    checkServerIdentity: () => undefined,
    ...tls,
  });
  sent.once('timeout', () => sent.destroy(new SensorError('server-unreachable', `${url.origin} did not answer in time`)));
  sent.once('error', cause => reject(toUnreachable(url, cause)));
  sent.once('response', response => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER) sent.destroy(new SensorError('server-untrusted', `${url.origin} sends more than an answer has`));
      chunks.push(chunk);
    });
    response.once('error', cause => reject(toUnreachable(url, cause)));
    response.once('end', () => settle(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'), resolve, reject));
  });
  if (fingerprint === undefined) sent.end(text);
  // Nothing is sent before it is known who listens: the token is a secret.
  else sent.once('socket', socket => whenSecure(socket as TLSSocket, sendTo));
  const sendTo = (socket: TLSSocket): void => {
    if (hasAuthority(socket, fingerprint ?? '')) sent.end(text);
    else sent.destroy(new SensorError('server-untrusted', `${url.origin} is not the server that the join token was made for`));
  };
  return promise;
}

/** Behind a proxy the connection stands before the request has it. */
function whenSecure(socket: TLSSocket, use: (socket: TLSSocket) => void): void {
  if (socket.getPeerX509Certificate() !== undefined) use(socket);
  else socket.once('secureConnect', () => use(socket));
}

function settle(status: number, text: string, resolve: (answer: EnrolAnswer) => void, reject: (cause: SensorError) => void): void {
  const answer = parse(text);
  if (status !== 200) reject(toRefusal(status, answer));
  else if (listSchemaIssues(EnrolAnswer, answer).length === 0) resolve(answer as EnrolAnswer);
  else reject(new SensorError('server-untrusted', 'the server does not answer as a Breakwater server does'));
}

/** What cannot be helped by trying again is a refusal. */
function toRefusal(status: number, answer: unknown): SensorError {
  const { error } = (answer ?? {}) as { readonly error?: { readonly message?: unknown } };
  const said = typeof error?.message === 'string' ? error.message.slice(0, 500) : `the server answered ${status}`;
  return new SensorError(status >= 400 && status < 500 && status !== 429 ? 'enrol-refused' : 'server-unreachable', said);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
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

function toHttps(url: string): string {
  return url.replace(/^wss:/, 'https:').replace(/\/+$/, '');
}

function toUnreachable(url: URL, cause: Error): SensorError {
  return cause instanceof SensorError ? cause : new SensorError('server-unreachable', `${url.origin}: ${cause.message}`, { cause });
}
