import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificateRequest, DaemonError, requestTrusted, type Trust, toFingerprint } from '@breakwater/daemon';
import { chooseProxy, type Proxies } from '@breakwater/kube';
import { listSchemaIssues } from '@breakwater/model';
import {
  EnrolAnswer,
  parseJoinToken,
  RENEW_PATH,
  SCANNER_ENROL_PATH,
  ScannerEnrolAnswer,
  type ScannerEnrolRequest,
} from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';

/** Who the scanner is for its server. Kept in a file that only its user can read. */
export interface Identity {
  readonly id: string;
  /** Of the server's port for sensors and scanners, as https://host:port. */
  readonly url: string;
  readonly ca: string;
  readonly key: string;
  readonly certificate: string;
}

const FILE = 'identity.json';
const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 100_000;
/** A certificate is renewed when a third of its time is left. */
const RENEW_SHARE = 1 / 3;

/** The identity of a folder, when there is one that has not ended. */
export function readIdentity(folder: string): Identity | undefined {
  try {
    const identity = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Identity;
    return new X509Certificate(identity.certificate).validToDate.getTime() > Date.now() ? identity : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that there is always a whole one. */
function writeIdentity(folder: string, identity: Identity): Identity {
  const path = join(folder, FILE);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(identity), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return identity;
}

/** Exchanges a join token for a certificate. Throws ScannerError. */
export async function enrol(folder: string, joinToken: string, name: string, proxies: Proxies): Promise<Identity> {
  const token = parseJoinToken(joinToken);
  if (token === undefined) throw new ScannerError('enrol-refused', 'this is no join token: it is one word that starts with bwj1.');
  const url = token.url.replace(/\/+$/, '');
  const { key, request } = await createCertificateRequest();
  const body: ScannerEnrolRequest = { joinToken: token.secret, request, scanner: { name: name.slice(0, 200) } };
  const trust = { fingerprint: token.caFingerprint, proxy: chooseProxy(url, proxies) };
  const answer = await post<ScannerEnrolAnswer>(new URL(SCANNER_ENROL_PATH, url), body, trust, ScannerEnrolAnswer);
  // The server was let in by the fingerprint of its authority; from now on by the authority itself.
  if (toFingerprint(answer.ca) !== token.caFingerprint)
    throw new ScannerError('server-untrusted', 'the server sent another authority than the one that the join token names');
  return writeIdentity(folder, { id: answer.id, url, ca: answer.ca, key, certificate: answer.certificate });
}

/** Whether it is time for a new certificate. */
export function isWorn({ certificate }: Identity, now: number): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const [start, end] = [validFromDate.getTime(), validToDate.getTime()];
  return now > end - (end - start) * RENEW_SHARE;
}

/** Exchanges the certificate for a new one with a new key. Throws ScannerError. */
export async function renew(folder: string, identity: Identity, proxies: Proxies): Promise<Identity> {
  const { id, url, ca } = identity;
  const { key, request } = await createCertificateRequest();
  const trust = { ca, key: identity.key, cert: identity.certificate, proxy: chooseProxy(url, proxies) };
  const answer = await post<EnrolAnswer>(new URL(RENEW_PATH, url), { request }, trust, EnrolAnswer);
  return writeIdentity(folder, { id, url, ca: answer.ca, key, certificate: answer.certificate });
}

async function post<T>(url: URL, body: object, trust: Trust, schema: Parameters<typeof listSchemaIssues>[0]): Promise<T> {
  try {
    const request = { method: 'POST', body: JSON.stringify(body), timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER };
    const { status, value } = await requestTrusted(url, trust, request);
    if (status !== 200) throw toRefusal(status, value);
    if (listSchemaIssues(schema, value).length === 0) return value as T;
    throw new ScannerError('server-untrusted', 'the server does not answer as a Breakwater server does');
  } catch (cause) {
    if (!(cause instanceof DaemonError)) throw cause;
    throw new ScannerError(cause.code === 'server-untrusted' ? 'server-untrusted' : 'server-unreachable', cause.message, { cause });
  }
}

/** What cannot be helped by trying again is a refusal. */
export function toRefusal(status: number, answer: unknown): ScannerError {
  const { error } = (answer ?? {}) as { readonly error?: { readonly message?: unknown } };
  const said = typeof error?.message === 'string' ? error.message.slice(0, 500) : `the server answered ${status}`;
  return new ScannerError(status === 401 || status === 403 ? 'enrol-refused' : 'server-unreachable', said);
}
