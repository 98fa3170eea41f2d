import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificateRequest, DaemonError, readExpiry, requestTrusted, type Trust, toFingerprint } from '@breakwater/daemon';
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

async function post(url: URL, body: object, trust: Trust): Promise<EnrolAnswer> {
  try {
    const request = { method: 'POST', body: JSON.stringify(body), timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER };
    const { status, value } = await requestTrusted(url, trust, request);
    if (status !== 200) throw toRefusal(status, value);
    if (listSchemaIssues(EnrolAnswer, value).length === 0) return value as EnrolAnswer;
    throw new SensorError('server-untrusted', 'the server does not answer as a Breakwater server does');
  } catch (cause) {
    if (!(cause instanceof DaemonError)) throw cause;
    throw new SensorError(cause.code === 'server-untrusted' ? 'server-untrusted' : 'server-unreachable', cause.message, { cause });
  }
}

/** What cannot be helped by trying again is a refusal. */
function toRefusal(status: number, answer: unknown): SensorError {
  const { error } = (answer ?? {}) as { readonly error?: { readonly message?: unknown } };
  const said = typeof error?.message === 'string' ? error.message.slice(0, 500) : `the server answered ${status}`;
  return new SensorError(status >= 400 && status < 500 && status !== 429 ? 'enrol-refused' : 'server-unreachable', said);
}

function toHttps(url: string): string {
  return url.replace(/^wss:/, 'https:').replace(/\/+$/, '');
}
